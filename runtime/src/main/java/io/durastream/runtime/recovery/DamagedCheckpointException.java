package io.durastream.runtime.recovery;

import io.durastream.storage.DamagedFileException;
import org.jspecify.annotations.Nullable;

/** A checkpoint directory holds a damaged file that the application needs. Says which, and what the operator can do. */
public final class DamagedCheckpointException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private DamagedCheckpointException(DamagedFileException damage, Exception failure) {
        super(damage.getMessage() + ". " + nextStep(damage), failure);
    }

    /** The failure as the operator should see it: with the next step when a damaged file caused it, else as it is. */
    public static Exception explain(Exception failure) {
        DamagedFileException damage = damageIn(failure);
        return damage == null ? failure : new DamagedCheckpointException(damage, failure);
    }

    /** What the operator can do about it. */
    static String nextStep(DamagedFileException damage) {
        String[] path = damage.file().split("/", 3);
        String goOn = switch (path[0]) {
            case "graph" ->
                "delete the file and call getOrCreate with createOnError = true: the factory defines the graph"
                        + " anew, and state and positions are found by id";
            case "state" -> giveUp(path[1], "its state begins anew");
            case "received" ->
                giveUp(path[1], "what was received and not processed is lost, and the receiver begins anew");
            default ->
                "start in an empty directory: every state and position in this one is given up, and nothing"
                        + " less will do, because the batch log decides what counts";
        };
        return "Nothing goes on past it by itself. Next step: put the file back from a copy; or, without one, " + goOn;
    }

    private static String giveUp(String operator, String consequence) {
        return "give '" + operator + "' another uid and start with " + OperatorMatching.DROP_KEY + "=" + operator + ": "
                + consequence;
    }

    private static @Nullable DamagedFileException damageIn(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DamagedFileException damage) {
                return damage;
            }
        }
        return null;
    }
}
