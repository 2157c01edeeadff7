package io.durastream.runtime.ha;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.runtime.application.ExitCodes;
import io.durastream.runtime.ha.Supervisor.Outcome;
import io.durastream.storage.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class SupervisorTest {

    private static final Duration TICK = Duration.ofMillis(1);
    private static final RestartPolicy QUICK = new RestartPolicy(3, Duration.ofMinutes(1), TICK, TICK);

    private final List<String> history = Collections.synchronizedList(new ArrayList<>());
    private final List<CandidateId> candidates = Collections.synchronizedList(new ArrayList<>());

    /** Ends as it is told, or else when somebody ends it. */
    private final class FakeDriver implements DriverProcess {

        private final CompletableFuture<Integer> exit = new CompletableFuture<>();
        private final boolean obeys;

        FakeDriver(boolean obeys) {
            this.obeys = obeys;
        }

        @Override
        public int awaitExit() {
            return exit.join();
        }

        @Override
        public void terminate() {
            history.add("terminate");
            if (obeys) {
                exit.complete(143);
            }
        }

        @Override
        public void kill() {
            history.add("kill");
            exit.complete(137);
        }

        @Override
        public String lastWords() {
            return "said before " + exit.join();
        }
    }

    private Supervisor supervisor(int... exitCodes) {
        Deque<Integer> codes = new ArrayDeque<>();
        for (int code : exitCodes) {
            codes.add(code);
        }
        return new Supervisor(
                candidate -> {
                    FakeDriver driver = new FakeDriver(true);
                    candidates.add(candidate);
                    history.add("start");
                    if (!codes.isEmpty()) {
                        driver.exit.complete(codes.remove());
                    }
                    return driver;
                },
                end -> {
                    assertEquals(candidates.get(candidates.size() - 1), end.candidate());
                    history.add("remove");
                },
                QUICK,
                Clock.system());
    }

    @Test
    void givesThePlaceOfADeadDriverBackBeforeItStartsTheNext() throws Exception {
        Supervisor supervisor = supervisor(137, 1, 0);
        assertEquals(Outcome.COMPLETED, supervisor.run());
        assertEquals(List.of("start", "remove", "start", "remove", "start", "remove"), history);
        assertNotEquals(candidates.get(0), candidates.get(1));
        assertEquals(
                List.of(137, 1, 0),
                supervisor.ends().stream().map(DriverEnd::exitCode).toList());
        assertEquals("said before 137", supervisor.ends().get(0).lastWords());
        assertEquals("it was killed with signal 9", supervisor.ends().get(0).reason());
    }

    @Test
    void givesUpACrashLoopAndKeepsTheLastErrors() throws Exception {
        Supervisor supervisor = supervisor(1, 2, 3, 4, 5);
        assertEquals(Outcome.GAVE_UP, supervisor.run());
        assertEquals(
                List.of(1, 2, 3, 4),
                supervisor.ends().stream().map(DriverEnd::exitCode).toList());
    }

    @Test
    void aDriverThatLostIsNoCrash() throws Exception {
        int lost = ExitCodes.FENCED;
        assertEquals(
                Outcome.COMPLETED,
                supervisor(lost, lost, lost, lost, lost, lost, 0).run());
    }

    @ParameterizedTest
    @ValueSource(ints = {ExitCodes.HANDED_OVER, ExitCodes.STALE})
    void aDriverThatHandedOverOrIsStaleIsStartedAgainAtOnce(int exitCode) throws Exception {
        Supervisor supervisor = new Supervisor(
                candidate -> {
                    FakeDriver driver = new FakeDriver(true);
                    history.add("start");
                    driver.exit.complete(history.size() == 1 ? exitCode : 0);
                    return driver;
                },
                end -> {},
                new RestartPolicy(0, Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofHours(1)),
                Clock.system());
        assertEquals(Outcome.COMPLETED, supervisor.run());
        assertEquals(List.of("start", "start"), history);
    }

    @Test
    void tellsItsDriverToEndWhenItIsToldToStop() throws Exception {
        Supervisor supervisor = supervisor();
        FutureTask<Outcome> running = new FutureTask<>(supervisor::run);
        new Thread(running, "supervisor").start();
        while (candidates.isEmpty()) {
            Thread.onSpinWait();
        }
        supervisor.stop();
        assertEquals(Outcome.STOPPED, running.get());
        assertEquals(List.of("start", "terminate", "remove"), history);
    }

    @Test
    void startsNothingOnceItWasStopped() throws Exception {
        Supervisor supervisor = supervisor(1);
        FutureTask<Outcome> running = new FutureTask<>(supervisor::run);
        Thread stopping = new Thread(() -> {
            try {
                supervisor.stop();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        stopping.start();
        while (stopping.getState() == Thread.State.NEW || stopping.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
        }
        running.run();
        assertEquals(Outcome.STOPPED, running.get());
        assertTrue(history.isEmpty(), history::toString);
        stopping.join();
    }
}
