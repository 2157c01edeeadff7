/** Applications under test: their inputs, what they do with the records, and how they are told to misbehave. */
@NullMarked
package io.durastream.chaos.workload;

import org.jspecify.annotations.NullMarked;
