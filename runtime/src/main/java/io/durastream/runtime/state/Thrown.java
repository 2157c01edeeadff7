package io.durastream.runtime.state;

/** Lets a checked exception out of a Scala method that declares none, as Scala code would: Spark reports it as it is. */
final class Thrown {

    private Thrown() {}

    @SuppressWarnings("unchecked")
    static <E extends Exception> RuntimeException as(Exception e) throws E {
        throw (E) e;
    }
}
