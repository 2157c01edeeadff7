/** A real ZooKeeper ensemble on this machine, each server of it a process that can be killed and paused. */
@NullMarked
package io.durastream.chaos.zookeeper;

import org.jspecify.annotations.NullMarked;
