/** How long nothing is committed when a highly available driver is lost, or hands over. */
@NullMarked
package io.durastream.bench.takeover;

import org.jspecify.annotations.NullMarked;
