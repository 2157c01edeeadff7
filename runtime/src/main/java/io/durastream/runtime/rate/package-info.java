/** Back-pressure: how many records a second an input may bring, learnt from how fast batches are processed. */
@NullMarked
package io.durastream.runtime.rate;

import org.jspecify.annotations.NullMarked;
