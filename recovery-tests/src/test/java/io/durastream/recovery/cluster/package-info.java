/** Recovery on a real Spark standalone cluster with its checkpoint directory on a real HDFS: executors and workers are killed. Directories on HDFS. */
@NullMarked
package io.durastream.recovery.cluster;

import org.jspecify.annotations.NullMarked;
