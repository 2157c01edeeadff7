/** The same work on Spark Streaming and on Durastream, in alternation, as ratios. */
@NullMarked
package io.durastream.bench.pairs;

import org.jspecify.annotations.NullMarked;
