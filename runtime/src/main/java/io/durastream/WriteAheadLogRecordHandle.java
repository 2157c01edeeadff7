package io.durastream;

import java.io.Serializable;

/**
 * Where a record is in a {@link WriteAheadLog}: whatever the log needs to find it again. Each log has a subclass of its
 * own. Serializable, so that it can be kept elsewhere and used by a later process.
 */
public abstract class WriteAheadLogRecordHandle implements Serializable {

    private static final long serialVersionUID = 1;

    /** For subclasses. */
    protected WriteAheadLogRecordHandle() {}
}
