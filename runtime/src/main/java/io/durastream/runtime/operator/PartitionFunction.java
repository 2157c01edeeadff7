package io.durastream.runtime.operator;

import java.io.Serializable;
import java.util.Iterator;

/** What becomes of a partition. Runs on executors. */
@FunctionalInterface
public interface PartitionFunction<T, U> extends Serializable {

    /** Gives the elements of the new partition, as far as possible while those of the old one are read. */
    Iterator<U> apply(Iterator<T> elements) throws Exception;
}
