/**
 * The port through which everything durable passes: a directory tree seen through the few operations that recovery
 * can be built on, the framing of records, and the clocks. Adapters live in packages below this one.
 */
@NullMarked
package io.durastream.storage;

import org.jspecify.annotations.NullMarked;
