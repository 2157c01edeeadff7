package io.durastream.statestore;

import java.util.regex.Pattern;

/**
 * The identity of a state's content: every committed attempt that changed something makes a new one, which no other
 * attempt on any machine ever gets. Two references of the same lineage therefore mean the same keys and values, and a
 * local copy that carries a lineage can be trusted to be that state.
 */
public record Lineage(String value) {

    // Before EMPTY, which is checked against it.
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._=-]{1,255}");

    /** The lineage of the state that holds nothing and has no history. */
    public static final Lineage EMPTY = new Lineage("empty");

    public Lineage {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "Not a lineage: '" + value + "'. Expected 1 to 255 letters, digits and . _ = -");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
