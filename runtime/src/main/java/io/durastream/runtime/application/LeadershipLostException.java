package io.durastream.runtime.application;

/** ZooKeeper has said that this driver does not lead any more: it ends before its successor fences it. */
final class LeadershipLostException extends Exception {

    private static final long serialVersionUID = 1;

    LeadershipLostException() {
        super(
                "This driver does not lead any more, by ZooKeeper's word. What it has committed counts; the batch at hand is"
                        + " executed by its successor.");
    }
}
