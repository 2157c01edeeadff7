/** Recovery with real processes on local disk: drivers that are killed, paused and upgraded, and directories that are damaged. */
@NullMarked
package io.durastream.recovery.process;

import org.jspecify.annotations.NullMarked;
