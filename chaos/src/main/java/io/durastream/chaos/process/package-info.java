/** Child JVMs that are started, killed, paused and resumed. */
@NullMarked
package io.durastream.chaos.process;

import org.jspecify.annotations.NullMarked;
