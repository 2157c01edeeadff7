/** A real Spark standalone cluster on this machine, each part of it a process that can be killed. */
@NullMarked
package io.durastream.chaos.cluster;

import org.jspecify.annotations.NullMarked;
