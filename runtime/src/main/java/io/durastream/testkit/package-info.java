/**
 * Tests of streaming applications, for their authors: batches that run when the test says so, inputs that are lists,
 * outputs that can be compared, and drivers that die and recover, all in one JVM. {@link
 * io.durastream.testkit.StreamTest} is the entry point. Needs no test framework.
 *
 * @serial exclude
 */
@NullMarked
package io.durastream.testkit;

import org.jspecify.annotations.NullMarked;
