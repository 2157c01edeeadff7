/** The same application on Spark Streaming and on Durastream: what they give must be the same. */
@NullMarked
package io.durastream.bench.parity;

import org.jspecify.annotations.NullMarked;
