package io.durastream.statestore;

import java.util.Iterator;

/** An iterator over state. Holds native memory until it is closed, at the latest by its transaction or view. */
public interface StateIterator<T> extends Iterator<T>, AutoCloseable {

    @Override
    void close();
}
