package io.durastream.recovery.sim;

import io.durastream.recovery.sim.Coverage.Event;
import io.durastream.storage.fault.DelayedEffect;
import io.durastream.storage.fault.Operation;
import io.durastream.storage.fault.OperationHook;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Stands around every storage operation: lets others go on, lets the operation fail or its process die as the seed
 * decides, and calls the witness.
 */
final class Faults implements OperationHook {

    /** In ten thousand operations. */
    record Rates(int crash, int failure, int delay, int pause) {
        static final Rates NONE = new Rates(0, 0, 0, 0);
    }

    /** A fault that a process survives. */
    static final class InjectedFailure extends IOException {
        private static final long serialVersionUID = 1;

        InjectedFailure(Operation operation) {
            super("No answer, outcome unknown: " + operation);
        }
    }

    /** What faults do to processes. */
    interface Target {
        void crash(String process);

        void pause(String process);

        /** An operation that was given up takes effect now. */
        void deliverOne();
    }

    private final SplittableRandom random;
    private final Scheduler scheduler;
    private final Witness witness;
    private final Coverage coverage;
    private final Target target;
    private final Consumer<Object> trace;
    private Rates rates;
    private long brokenUntil;

    Faults(
            SplittableRandom random,
            Scheduler scheduler,
            Witness witness,
            Coverage coverage,
            Target target,
            Consumer<Object> trace,
            Rates rates) {
        this.random = random;
        this.scheduler = scheduler;
        this.witness = witness;
        this.coverage = coverage;
        this.target = target;
        this.trace = trace;
        this.rates = rates;
    }

    /** From now on nothing fails. */
    void heal() {
        rates = Rates.NONE;
        brokenUntil = 0;
    }

    /** Until then every other operation stays without an answer. */
    void breakDownUntil(long millis) {
        brokenUntil = millis;
    }

    @Override
    public void before(Operation operation) throws IOException {
        if (isWitness(operation)) {
            return;
        }
        scheduler.work(random.nextInt(4));
        strike(operation);
        scheduler.step();
        trace.accept(operation);
        coverage.count(Event.STORAGE_OPERATION);
        if (fails()) {
            coverage.count(Event.FAILED_BEFORE_EFFECT);
            throw unanswered(new InjectedFailure(operation), operation);
        }
        if (canBeDelayed(operation) && happens(rates.delay)) {
            coverage.count(Event.EFFECT_DELAYED);
            checkDeletion(operation);
            throw unanswered(new DelayedEffect(operation), operation);
        }
        checkDeletion(operation);
    }

    @Override
    public void after(Operation operation) throws IOException {
        if (isWitness(operation)) {
            return;
        }
        if (changesLog(operation)) {
            checked(witness::look);
            countCompaction(operation);
        }
        strike(operation);
        scheduler.step();
        if (fails()) {
            coverage.count(Event.FAILED_AFTER_EFFECT);
            throw unanswered(new InjectedFailure(operation), operation);
        }
    }

    /** Troubles come together: whoever gets no answer may sleep before it looks what became of its operation. */
    private <E extends IOException> E unanswered(E failure, Operation operation) {
        if (scheduler.nowMillis() >= brokenUntil && random.nextInt(5) == 0) {
            target.pause(operation.client());
            scheduler.step();
        }
        return failure;
    }

    private void countCompaction(Operation operation) {
        if (operation.path().name().endsWith(".snapshot") && operation.kind() == Operation.Kind.PUT_IF_ABSENT) {
            coverage.count(Event.COMPACTION);
        }
    }

    private void checkDeletion(Operation operation) {
        if (operation.kind() == Operation.Kind.DELETE) {
            checked(() -> witness.checkDeletion(operation.client(), operation.path()));
        }
    }

    /** A violation is not for the code under test to handle. */
    private void checked(Runnable check) {
        try {
            check.run();
        } catch (Violation violation) {
            scheduler.fail(violation);
            scheduler.step();
        }
    }

    private void strike(Operation operation) {
        if (happens(rates.crash)) {
            target.crash(operation.client());
        } else if (happens(rates.pause)) {
            target.pause(operation.client());
        } else if (happens(rates.delay)) {
            checked(target::deliverOne);
        }
    }

    private boolean fails() {
        return happens(scheduler.nowMillis() < brokenUntil ? 5_000 : rates.failure);
    }

    private boolean happens(int inTenThousand) {
        return inTenThousand > 0 && random.nextInt(10_000) < inTenThousand;
    }

    private static boolean isWitness(Operation operation) {
        return operation.client().equals(History.WITNESS);
    }

    private static boolean canBeDelayed(Operation operation) {
        return switch (operation.kind()) {
            case PUT_IF_ABSENT, SEAL, DELETE -> true;
            default -> false;
        };
    }

    private static boolean changesLog(Operation operation) {
        return switch (operation.kind()) {
            case PUT_IF_ABSENT, DELETE -> operation.path().value().startsWith("batches/");
            default -> false;
        };
    }
}
