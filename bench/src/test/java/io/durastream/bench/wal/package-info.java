/** The write-ahead log beside a raw stream and beside spark-streaming's log, in alternation, on HDFS. */
@NullMarked
package io.durastream.bench.wal;

import org.jspecify.annotations.NullMarked;
