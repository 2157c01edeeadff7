/** Graphs of nodes that never run, and a short way to define them. */
@NullMarked
package io.durastream.runtime.sample;

import org.jspecify.annotations.NullMarked;
