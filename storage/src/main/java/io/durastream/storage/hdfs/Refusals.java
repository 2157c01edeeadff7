package io.durastream.storage.hdfs;

import java.io.IOException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.hdfs.protocol.AlreadyBeingCreatedException;
import org.apache.hadoop.ipc.RemoteException;

/** Answers of the NameNode that say for sure that nothing happened. */
final class Refusals {

    /** The class is part of the server only. */
    private static final String RECOVERY_IN_PROGRESS = "org.apache.hadoop.hdfs.protocol.RecoveryInProgressException";

    private Refusals() {}

    /** Whether a create was refused because there is such a file: closed, being written, or being recovered. */
    static boolean nameIsTaken(IOException failure) {
        if (failure instanceof RemoteException remote) {
            return remote.getClassName().equals(RECOVERY_IN_PROGRESS) || isTaken(remote.unwrapRemoteException());
        }
        return isTaken(failure);
    }

    private static boolean isTaken(IOException answer) {
        return answer instanceof FileAlreadyExistsException || answer instanceof AlreadyBeingCreatedException;
    }
}
