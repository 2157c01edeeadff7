/**
 * The segmented write-ahead log: appends that are durable when they return, in segments that belong to one writer, with
 * an end that a later epoch can fix for good. Knows storage only.
 */
@NullMarked
package io.durastream.wal;

import org.jspecify.annotations.NullMarked;
