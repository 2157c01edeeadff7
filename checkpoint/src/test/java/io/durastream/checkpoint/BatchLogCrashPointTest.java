package io.durastream.checkpoint;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.Storage;
import io.durastream.storage.fault.CrashPoints;
import io.durastream.storage.fault.FaultInjectingStorage;
import io.durastream.storage.fault.FaultPlan;
import io.durastream.storage.fault.SimulatedCrash;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every storage operation of a driver's life fails once, before and after its effect. */
class BatchLogCrashPointTest {

    private static final int STEPS = 8;

    @ParameterizedTest
    @EnumSource
    void losesAndRepeatsNothing(FaultPlan.Kind kind) {
        int fired = CrashPoints.enumerate(kind, plan -> failIn(plan, false));
        assertTrue(fired > 50, "faults fired: " + fired);
    }

    @ParameterizedTest
    @EnumSource
    void losesAndRepeatsNothingWhenItTakesOverACompactedLog(FaultPlan.Kind kind) {
        int fired = CrashPoints.enumerate(kind, plan -> failIn(plan, true));
        assertTrue(fired > 50, "faults fired: " + fired);
    }

    @Test
    void goesOnAfterAnErrorWithoutHelp() {
        int fired = CrashPoints.enumerate(FaultPlan.Kind.UNKNOWN_OUTCOME, plan -> {
            SimulatedDisk disk = SimulatedDisk.withoutTearing();
            Driver driver = new Driver("a", new FaultInjectingStorage(disk.client("a"), plan), STEPS);
            driver.run();
            assertTrue(!driver.fenced(), "one error does not end a driver");
        });
        assertTrue(fired > 50, "faults fired: " + fired);
    }

    private static void failIn(FaultPlan plan, boolean afterAnother) throws IOException {
        SimulatedDisk disk = SimulatedDisk.withoutTearing();
        Witness witness = new Witness(disk);
        disk.hook(witness);
        if (afterAnother) {
            new Driver("before", disk.client("before"), STEPS).run();
        }
        Driver failing = new Driver("failing", new FaultInjectingStorage(disk.client("failing"), plan), STEPS);
        try {
            failing.run();
        } catch (SimulatedCrash crash) {
            assertTrue(plan.crashed());
        }
        witness.check(List.of(failing), read(disk));

        Driver next = new Driver("next", disk.client("next"), STEPS);
        next.run();
        assertTrue(!next.fenced());
        witness.check(List.of(failing, next), read(disk));
    }

    private static LogState read(SimulatedDisk disk) throws IOException {
        try (Storage storage = disk.client("reader")) {
            return BatchLog.read(storage).state();
        }
    }
}
