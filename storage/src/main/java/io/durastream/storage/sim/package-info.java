/**
 * A simulated disk that many simulated processes share, and a clock that moves by hand: everything a whole history of
 * crashes, pauses and takeovers needs, in memory, and the same every time for the same seed.
 */
@NullMarked
package io.durastream.storage.sim;

import org.jspecify.annotations.NullMarked;
