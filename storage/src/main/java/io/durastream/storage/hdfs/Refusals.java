package io.durastream.storage.hdfs;

import java.io.IOException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.hdfs.protocol.AlreadyBeingCreatedException;
import org.apache.hadoop.ipc.RemoteException;

/**
 * Answers of the NameNode that say for sure that nothing happened. The classes of some are part of the server only and
 * known here by name.
 */
final class Refusals {

    private static final String RECOVERY_IN_PROGRESS = "org.apache.hadoop.hdfs.protocol.RecoveryInProgressException";

    private static final String LEASE_EXPIRED = "org.apache.hadoop.hdfs.server.namenode.LeaseExpiredException";

    private Refusals() {}

    /** Whether a create was refused because there is such a file: closed, being written, or being recovered. */
    static boolean nameIsTaken(IOException failure) {
        if (failure instanceof RemoteException remote) {
            return remote.getClassName().equals(RECOVERY_IN_PROGRESS) || isTaken(remote.unwrapRemoteException());
        }
        return isTaken(failure);
    }

    /** Whether a write failed because the lease belongs to somebody else by now, who is closing the file. */
    static boolean leaseIsLost(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RemoteException remote && remote.getClassName().equals(LEASE_EXPIRED)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTaken(IOException answer) {
        return answer instanceof FileAlreadyExistsException || answer instanceof AlreadyBeingCreatedException;
    }
}
