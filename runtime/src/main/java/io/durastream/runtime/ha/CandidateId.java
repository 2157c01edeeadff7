package io.durastream.runtime.ha;

import io.durastream.storage.Clock;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Names one start of one candidate; no two are ever the same. What ZooKeeper shows to people. */
public record CandidateId(String value) {

    private static final int LONGEST = 200;

    public CandidateId {
        if (value.isBlank() || value.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "The id of a candidate is '" + value + "', expected 1 to " + LONGEST + " characters");
        }
    }

    /** A new id, which says where and when it was made. */
    public static CandidateId next(Clock clock) {
        return new CandidateId(
                thisHost() + "-" + ProcessHandle.current().pid() + "-" + clock.wallMillis() + "-" + clock.nanoTime());
    }

    /** Where it was made; all of an id of another form. */
    public String host() {
        return value.replaceFirst("-\\d+-\\d+-\\d+$", "");
    }

    private static String thisHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
