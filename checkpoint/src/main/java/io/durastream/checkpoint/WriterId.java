package io.durastream.checkpoint;

/**
 * The identity of one start of one driver process. It must be unique over all starts, for instance a random UUID: an
 * append whose outcome is unknown is decided by finding this identity in the log.
 */
public record WriterId(String value) {

    private static final int MAX_LENGTH = 200;

    public WriterId {
        if (value.isBlank() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "A writer id has 1 to " + MAX_LENGTH + " characters, got '" + value + "'");
        }
    }

    /** {@return the id of that text} */
    public static WriterId of(String value) {
        return new WriterId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
