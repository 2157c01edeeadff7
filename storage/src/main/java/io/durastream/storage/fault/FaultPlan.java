package io.durastream.storage.fault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which operation of a run fails, when and how; and, after the run, what happened. Counts over all storages that were
 * given the same plan. May be used by many threads.
 */
public final class FaultPlan {

    /** Whether the failing operation takes effect. */
    public enum Moment {
        /** The operation has no effect. */
        BEFORE,
        /** The operation has its effect, and fails then. */
        AFTER
    }

    /** What the caller of the failing operation sees. */
    public enum Kind {
        /** An {@link IOException}: the caller lives on and does not know whether the operation took effect. */
        UNKNOWN_OUTCOME,
        /** A {@link SimulatedCrash}, from this operation and from every later one. */
        CRASH
    }

    private final int number;
    private final Moment moment;
    private final Kind kind;
    private final List<Operation> log = new ArrayList<>();
    private @Nullable Operation victim;
    private boolean fired;

    private FaultPlan(int number, Moment moment, Kind kind) {
        this.number = number;
        this.moment = moment;
        this.kind = kind;
    }

    /** Nothing fails. */
    public static FaultPlan none() {
        return new FaultPlan(-1, Moment.BEFORE, Kind.UNKNOWN_OUTCOME);
    }

    /** The operation {@code number}, counted from 0, fails. */
    public static FaultPlan at(int number, Moment moment, Kind kind) {
        if (number < 0) {
            throw new IllegalArgumentException("Operations are counted from 0, got " + number);
        }
        return new FaultPlan(number, moment, kind);
    }

    /** How many operations were called. */
    public synchronized int operations() {
        return log.size();
    }

    /** The operations in the order of their calls. */
    public synchronized List<Operation> log() {
        return List.copyOf(log);
    }

    /** Whether the fault happened. */
    public synchronized boolean fired() {
        return fired;
    }

    /** Whether the fault happened and was a crash. */
    public synchronized boolean crashed() {
        return fired && kind == Kind.CRASH;
    }

    synchronized void before(Operation operation) throws IOException {
        failIfCrashed();
        if (log.size() == number) {
            victim = operation;
        }
        log.add(operation);
        fire(Moment.BEFORE, operation);
    }

    synchronized void after(Operation operation) throws IOException {
        failIfCrashed();
        fire(Moment.AFTER, operation);
    }

    @SuppressWarnings("ReferenceEquality") // equal operations are called again and again; one call of them fails
    private void fire(Moment now, Operation operation) throws IOException {
        if (operation != victim || now != moment) {
            return;
        }
        fired = true;
        failIfCrashed();
        throw new IOException("Injected fault: " + this);
    }

    private void failIfCrashed() {
        if (fired && kind == Kind.CRASH) {
            throw new SimulatedCrash("Injected fault: " + this);
        }
    }

    @Override
    public synchronized String toString() {
        if (number < 0) {
            return "no fault";
        }
        String which = victim == null ? "" : " (" + victim + ")";
        return kind + " " + moment + " operation " + number + which + (fired ? "" : ", not fired");
    }
}
