/** A source of known content that behaves like a real one: it goes on while nobody listens and re-sends what was not acknowledged. */
@NullMarked
package io.durastream.chaos.feed;

import org.jspecify.annotations.NullMarked;
