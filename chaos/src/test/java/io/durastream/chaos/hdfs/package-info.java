/** HDFS as a process, for the tests of all modules. */
@NullMarked
package io.durastream.chaos.hdfs;

import org.jspecify.annotations.NullMarked;
