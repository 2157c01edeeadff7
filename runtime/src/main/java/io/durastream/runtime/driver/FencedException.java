package io.durastream.runtime.driver;

import io.durastream.storage.Epoch;

/**
 * Another driver has taken over the checkpoint directory: this one can commit, delete and acknowledge nothing any more,
 * and must end.
 */
public final class FencedException extends Exception {

    private static final long serialVersionUID = 1;

    private final long by;

    public FencedException(Epoch mine, Epoch by) {
        super("This driver (epoch " + mine + ") was fenced: a driver with epoch " + by
                + " has taken over the checkpoint directory. Nothing that this driver did after that counts.");
        this.by = by.number();
    }

    /** The epoch that has taken over. */
    public Epoch by() {
        return Epoch.of(by);
    }
}
