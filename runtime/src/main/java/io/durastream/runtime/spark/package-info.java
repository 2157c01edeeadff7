/**
 * The one room in which Spark's internals ({@code private[spark]}, reachable from Java) may be touched, so that an upgrade of
 * Spark is a change in one place.
 */
@NullMarked
package io.durastream.runtime.spark;

import org.jspecify.annotations.NullMarked;
