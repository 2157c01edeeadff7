package io.durastream.statestore;

/** Where the shapes are that values mention. Thread-safe. */
interface Shapes {

    /**
     * Keeps a shape that a value is about to mention: it can be had for as long as the value when this returns.
     *
     * @throws IncompatibleStateException when objects of that shape do not go with those that were written before
     * @throws java.io.UncheckedIOException when it could not be kept; may be repeated
     */
    void keep(int id, Shape shape);

    /**
     * The shape that a value mentions.
     *
     * @throws IncompatibleStateException when it is not there
     * @throws java.io.UncheckedIOException when it could not be read, or is damaged
     */
    Shape get(int id);
}
