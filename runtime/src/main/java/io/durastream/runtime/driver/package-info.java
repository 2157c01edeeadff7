/**
 * The driver protocol, free of Spark: take over a checkpoint directory, then tick, plan, run, commit, clean. One thread
 * owns it; inputs, the execution of a batch and time are ports, so that a simulation runs the very same code.
 */
@NullMarked
package io.durastream.runtime.driver;

import org.jspecify.annotations.NullMarked;
