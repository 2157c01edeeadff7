package io.durastream.checkpoint;

import java.util.regex.Pattern;

/**
 * What an operator is found by after a change of code: given by the user or derived from the structure. It names a
 * directory, so it consists of at most 128 letters, digits and {@code . _ = -} and does not begin with a dot.
 */
public record OperatorId(String value) implements Comparable<OperatorId> {

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_=-][A-Za-z0-9._=-]{0,127}");

    public OperatorId {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException("Not an operator id: '" + value
                    + "'. Expected 1 to 128 letters, digits and . _ = - that do not begin with a dot");
        }
    }

    /** {@return the id of that text} */
    public static OperatorId of(String value) {
        return new OperatorId(value);
    }

    @Override
    public int compareTo(OperatorId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
