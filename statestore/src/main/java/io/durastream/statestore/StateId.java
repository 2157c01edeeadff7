package io.durastream.statestore;

import io.durastream.storage.StoragePath;
import java.util.regex.Pattern;

/**
 * One partition of one stateful operator: the unit that is owned, committed, snapshotted and restored.
 *
 * @param operator the operator's id, part of file names: letters, digits and {@code . _ = -}, no dot in front
 * @param partition from 0
 */
public record StateId(String operator, int partition) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_=-][A-Za-z0-9._=-]*");

    public StateId {
        if (!NAME.matcher(operator).matches()) {
            throw new IllegalArgumentException("Not an operator id: '" + operator
                    + "'. Expected letters, digits and . _ = - that do not begin with a dot");
        }
        if (partition < 0) {
            throw new IllegalArgumentException("A partition is at least 0, got " + partition);
        }
    }

    /** The directory of this partition below {@code root}. */
    StoragePath directory(StoragePath root) {
        return root.resolve(operator).resolve(Integer.toString(partition));
    }

    @Override
    public String toString() {
        return operator + "/" + partition;
    }
}
