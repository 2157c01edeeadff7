/**
 * Keyed state of streaming operators, versioned by batch: committed with one append to a changelog, kept in RocksDB on
 * the local disk, snapshotted incrementally in the background, restored from whatever survived.
 */
@NullMarked
package io.durastream.statestore;

import org.jspecify.annotations.NullMarked;
