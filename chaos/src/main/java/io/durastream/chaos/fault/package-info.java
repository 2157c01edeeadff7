/** What can be done to an application, each thing in a file of its own and listed in {@link io.durastream.chaos.fault.Faults}. */
@NullMarked
package io.durastream.chaos.fault;

import org.jspecify.annotations.NullMarked;
