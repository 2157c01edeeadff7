package io.durastream.runtime.graph;

/** Passes the exceptions of user code on as they are, through methods that declare none. */
public final class UserCode {

    private UserCode() {}

    /** Throws {@code e}; declared to return something so that callers can write {@code throw}. */
    @SuppressWarnings("unchecked")
    public static <E extends Exception> RuntimeException rethrow(Exception e) throws E {
        throw (E) e;
    }
}
