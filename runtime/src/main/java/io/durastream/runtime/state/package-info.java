/**
 * Keyed state on Spark: the job that advances the partitions of an operator, the RDD that reads them, and the operators
 * {@code updateStateByKey}, {@code mapWithState} and the inverse window, which are functions over a state transaction.
 */
@NullMarked
package io.durastream.runtime.state;

import org.jspecify.annotations.NullMarked;
