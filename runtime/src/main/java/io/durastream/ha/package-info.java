/**
 * Highly available drivers: several processes are candidates for the same application, ZooKeeper elects the one that
 * runs it.
 */
@NullMarked
package io.durastream.ha;

import org.jspecify.annotations.NullMarked;
