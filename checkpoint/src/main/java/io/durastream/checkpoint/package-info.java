/**
 * The fenced batch log: the one linear history of a checkpoint directory that decides what every other file means, who
 * may write, and what may be deleted.
 */
@NullMarked
package io.durastream.checkpoint;

import org.jspecify.annotations.NullMarked;
