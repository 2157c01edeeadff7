/**
 * Storage operations as events that a test can count, delay and fail: the hook around every operation, the decorator
 * that fails the n-th of them, and the enumeration of all crash points of a run.
 */
@NullMarked
package io.durastream.storage.fault;

import org.jspecify.annotations.NullMarked;
