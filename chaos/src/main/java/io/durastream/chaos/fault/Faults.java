package io.durastream.chaos.fault;

import io.durastream.chaos.fault.FileDamaged.Damage;
import io.durastream.chaos.fault.ZooKeeperFault.Victims;
import io.durastream.chaos.stage.Setting;
import io.durastream.chaos.workload.Sabotage.Kind;
import java.util.List;

/** All faults that there are. */
public final class Faults {

    private static final List<Fault> ALL = List.of(
            new DriverKilled(),
            new DriverKilledRecovering(),
            new DriverPaused(),
            new Misbehaviour(
                    "driver-out-of-memory",
                    Kind.OUT_OF_MEMORY,
                    Lasting.seconds(1, 4),
                    "Code of the application fills the heap until the driver ends."),
            new Misbehaviour(
                    "task-fails",
                    Kind.TASK_FAILS,
                    Lasting.seconds(1, 6),
                    "Code of the application throws in its tasks: the batch fails, and with it the driver."),
            new Misbehaviour(
                    "task-slow",
                    Kind.TASK_IS_SLOW,
                    Lasting.seconds(2, 10),
                    "Code of the application takes 20 ms a record: batches queue up."),
            new SourceCut(),
            new LocalStateWiped(),
            new LocalStateStale(),
            new DiskFull(),
            damage(
                    "batch-log-flipped",
                    "batches",
                    Damage.FLIPPED,
                    "A byte of the last file of the batch log is flipped"),
            damage("batch-log-truncated", "batches", Damage.TRUNCATED, "The last file of the batch log is cut"),
            damage("application-missing", "graph", Damage.MISSING, "The saved application is gone"),
            damage("state-flipped", "state", Damage.FLIPPED, "A byte of a file of keyed state is flipped"),
            damage("state-missing", "state", Damage.MISSING, "A file of keyed state is gone"),
            new ZooKeeperFault(
                    "zookeeper-server-killed",
                    Victims.A_FOLLOWER,
                    Lasting.seconds(2, 10),
                    "A server of ZooKeeper that follows is killed."),
            new ZooKeeperFault(
                    "zookeeper-leader-killed",
                    Victims.THE_LEADER,
                    Lasting.seconds(2, 10),
                    "The server of ZooKeeper that leads is killed."),
            new ZooKeeperFault(
                    "zookeeper-quorum-lost",
                    Victims.A_MAJORITY,
                    Lasting.seconds(5, 20),
                    "Two of three servers of ZooKeeper are killed: nobody is elected any more."),
            new ZooKeeperCut());

    private Faults() {}

    private static Fault damage(String name, String where, Damage damage, String what) {
        return new FileDamaged(name, where, damage, what + " while no driver runs, and put back later.");
    }

    /** Every fault. */
    public static List<Fault> all() {
        return ALL;
    }

    /** Those for which there is what they need. */
    public static List<Fault> possible(Setting setting) {
        return ALL.stream().filter(fault -> fault.possible(setting)).toList();
    }

    /**
     * The fault of that name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Fault named(String name) {
        return ALL.stream()
                .filter(fault -> fault.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no fault '" + name + "'; 'durastream chaos list' shows those there are"));
    }
}
