package io.durastream.chaos.stage;

import java.util.Locale;

/** What runs. */
public enum Deployment {
    /** One driver with Spark in it, restarted when it dies; its checkpoint directory on local disk. */
    LOCAL,
    /** Three such drivers as candidates under a ZooKeeper ensemble of three. */
    HA;

    /** Its name on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
