/**
 * The election of the driver that runs an application, and what it means for the process to win or to lose it. The one
 * room that knows ZooKeeper. What is decided here is a hint: the epoch in the batch log says who may commit.
 */
@NullMarked
package io.durastream.runtime.ha;

import org.jspecify.annotations.NullMarked;
