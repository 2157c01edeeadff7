package io.durastream.storage.probe;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** The file system does not keep what the port promises: nothing may be entrusted to it. Names every violation. */
public final class StorageContractException extends IOException {

    /** Kept out of any serialised form: the message has it all. */
    private final transient List<Violation> violations;

    StorageContractException(String location, List<Violation> violations) {
        super("The file system at " + location
                + " cannot keep a checkpoint; use HDFS or a local disk, without a cache or "
                + "gateway in between. Violated:"
                + violations.stream().map(Violation::toString).collect(Collectors.joining("\n  - ", "\n  - ", "")));
        this.violations = List.copyOf(violations);
    }

    /** What is wrong, in the order of the probing. */
    public List<Violation> violations() {
        return violations;
    }

    /**
     * One property that does not hold.
     *
     * @param property its name
     * @param seen what was expected and what was seen instead
     */
    public record Violation(Property property, String seen) {
        @Override
        public String toString() {
            return property + ": " + seen;
        }
    }

    /** The properties that depend on the file system. */
    public enum Property {
        /** Of several that put a file at once exactly one succeeds, and its content is what is read. */
        PUT_IF_ABSENT_IS_ATOMIC,
        /** Creating a file that is there is refused. */
        CREATE_DOES_NOT_OVERWRITE,
        /** What was flushed is read, before the file is closed. */
        FLUSHED_BYTES_ARE_VISIBLE,
        /** After a seal nothing is appended. */
        SEALED_FILES_TAKE_NO_MORE_BYTES,
        /** What was acknowledged is listed. */
        LISTING_IS_CONSISTENT
    }
}
