/** Tests of what is taken from Spark's internals. */
@NullMarked
package io.durastream.runtime.spark;

import org.jspecify.annotations.NullMarked;
