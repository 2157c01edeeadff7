/** The port on HDFS. */
@NullMarked
package io.durastream.storage.hdfs;

import org.jspecify.annotations.NullMarked;
