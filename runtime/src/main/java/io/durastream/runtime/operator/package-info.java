/** The stateless operators as RDDs: what becomes of a batch's RDD, on the executors. */
@NullMarked
package io.durastream.runtime.operator;

import org.jspecify.annotations.NullMarked;
