package io.durastream.storage;

import java.util.regex.Pattern;

/**
 * The name of a file or directory, relative to a {@link Storage}: one or more names of letters, digits and
 * {@code . _ = -}, joined by slashes; no name begins with a dot.
 */
public record StoragePath(String value) implements Comparable<StoragePath> {

    private static final Pattern VALID =
            Pattern.compile("[A-Za-z0-9_=-][A-Za-z0-9._=-]*(/[A-Za-z0-9_=-][A-Za-z0-9._=-]*)*");

    public StoragePath {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "Not a storage path: '" + value
                            + "'. Expected names of letters, digits and . _ = - that do not begin with a dot, joined by slashes");
        }
    }

    /** {@return the path of that text, relative to the root of the storage} */
    public static StoragePath of(String value) {
        return new StoragePath(value);
    }

    /** Whether {@link #of} takes it. What else lies in a directory is not ours. */
    public static boolean isValid(String value) {
        return VALID.matcher(value).matches();
    }

    /** The path {@code child} below this one. */
    public StoragePath resolve(String child) {
        return new StoragePath(value + "/" + child);
    }

    /** The last name. */
    public String name() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    /** Whether this path is below {@code directory}. */
    public boolean isBelow(StoragePath directory) {
        return value.startsWith(directory.value + "/");
    }

    @Override
    public int compareTo(StoragePath other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
