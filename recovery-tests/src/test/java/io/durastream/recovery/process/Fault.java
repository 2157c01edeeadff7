package io.durastream.recovery.process;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What happens to the candidates of an application, and how often in a long run. */
enum Fault {
    DRIVER_KILLED(10),
    SUPERVISOR_KILLED(2),
    /** Supervisor and driver are killed: nobody tells ZooKeeper. */
    HOST_LOST(1),
    DRIVER_PAUSED(1),
    ZOOKEEPER_LEADER_KILLED(1),
    /** All servers, for a minute. */
    ZOOKEEPER_LOST(1),
    CUT_FROM_ZOOKEEPER(1),
    CUT_FROM_HDFS(1),
    /** While it is cut off, somebody lets another one lead. */
    CUT_FROM_HDFS_AND_FAILED_OVER(1);

    private final int times;

    Fault(int times) {
        this.times = times;
    }

    /** All of them, as often as they are to happen, in an order that the seed chooses. */
    static List<Fault> all(long seed) {
        List<Fault> all = new ArrayList<>();
        for (Fault fault : values()) {
            all.addAll(Collections.nCopies(fault.times, fault));
        }
        Collections.shuffle(all, new Random(seed));
        return all;
    }
}
