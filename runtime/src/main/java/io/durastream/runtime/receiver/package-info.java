/** Receivers at work: what supervises them on the executor, and how what they store becomes durable. */
@NullMarked
package io.durastream.runtime.receiver;

import org.jspecify.annotations.NullMarked;
