package io.durastream.runtime.standby;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.checkpoint.BatchRecord.ApplicationStarted;
import io.durastream.checkpoint.BatchRecord.EpochStarted;
import io.durastream.checkpoint.GraphFiles;
import io.durastream.checkpoint.LogEntry;
import io.durastream.checkpoint.LogState;
import io.durastream.checkpoint.WriterId;
import io.durastream.runtime.standby.Readiness.Held;
import io.durastream.runtime.state.StatePlaces;
import io.durastream.storage.Clock;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class StandbyTest {

    private static final StandbySettings OFTEN = new StandbySettings(1, 1, OptionalInt.empty());
    private static final StandbySettings ONCE = new StandbySettings(3_600_000, 3_600_000, OptionalInt.empty());

    private final RuntimeException mismatch = new IllegalStateException("operators do not match");
    private final FakeCandidacy candidacy = new FakeCandidacy();
    private final CompletableFuture<Void> stop = new CompletableFuture<>();
    private final List<String> history = new CopyOnWriteArrayList<>();
    private final Storage storage = SimulatedDisk.withoutTearing().client("standby");

    /** The log as the standby finds it, unless the storage is away. */
    private volatile LogState head = LogState.empty();

    private volatile boolean isAway;
    private volatile boolean isRefused;

    private final class FakeCopies implements Copies {

        private final CountDownLatch mayEnd;
        private volatile boolean closed;

        FakeCopies(CountDownLatch mayEnd) {
            this.mayEnd = mayEnd;
        }

        @Override
        public Held follow(LogState now) throws InterruptedException {
            assertFalse(closed, "followed after the takeover began");
            history.add("follow " + now.sequence());
            mayEnd.await();
            return new Held(2, 1, 3);
        }

        @Override
        public StatePlaces places() {
            assertTrue(closed, "asked before it is certain");
            return new StatePlaces(Map.of());
        }

        @Override
        public void close() {
            closed = true;
            history.add("close");
        }

        @Override
        public void giveUp() {
            history.add("give up");
        }
    }

    private FutureTask<Boolean> waiting(
            StandbySettings settings, Optional<LoadedApplication> application, Copies copies) {
        HeadFollower follower = new HeadFollower(
                () -> {
                    if (isAway) {
                        throw new IOException("planted");
                    }
                    return head;
                },
                application,
                now -> {
                    if (isRefused) {
                        throw mismatch;
                    }
                },
                copies,
                Optional.empty(),
                () -> 4,
                settings,
                Clock.system());
        Standby standby = new Standby(candidacy, follower, settings.pollMillis(), stop);
        FutureTask<Boolean> waiting = new FutureTask<>(() -> standby.await().isPresent());
        new Thread(waiting, "start").start();
        return waiting;
    }

    private FutureTask<Boolean> waiting() {
        return waiting(OFTEN, Optional.empty(), new FakeCopies(new CountDownLatch(0)));
    }

    private static LogState with(String digest, long epoch) {
        LogState log = LogState.empty();
        for (long number = 1; number <= epoch; number++) {
            WriterId writer = new WriterId("writer-" + number);
            log = log.apply(new LogEntry(
                    number,
                    Epoch.of(number),
                    writer,
                    0,
                    List.of(
                            new EpochStarted(Epoch.of(number), writer, 0, "host"),
                            new ApplicationStarted(digest, 0, 1_000, List.of()))));
        }
        return log;
    }

    private LoadedApplication loaded(String basis) throws IOException {
        return new LoadedApplication(storage, SavedApplications.of("own", "host-one"), basis);
    }

    private String saved(String graph, String host) throws IOException {
        return new GraphFiles(storage).put(SavedApplications.of(graph, host).encode());
    }

    @Test
    void followsUntilItLeadsAndNeverAfterwards() throws Exception {
        head = with("a", 1);
        FutureTask<Boolean> waiting = waiting();
        Readiness ready = new Readiness.Warm(OptionalLong.empty(), new Held(2, 1, 3), 4);
        await().until(() -> candidacy.reports.contains(ready));
        assertFalse(waiting.isDone());
        head = with("a", 2);
        await().until(() -> history.contains("follow 2"));

        candidacy.leadership.complete(null);
        assertTrue(waiting.get());
        assertEquals("close", history.get(history.size() - 1));
    }

    @Test
    void endsWhenItIsToldToStop() throws Exception {
        FutureTask<Boolean> waiting = waiting();
        stop.complete(null);
        assertFalse(waiting.get());
        assertEquals("give up", history.get(history.size() - 1));
    }

    @Test
    void failsWhenItCanNeverLead() {
        IOException refusal = new IOException("no rights");
        FutureTask<Boolean> waiting = waiting();
        candidacy.leadership.completeExceptionally(refusal);
        assertSame(refusal, assertThrows(ExecutionException.class, waiting::get).getCause());
    }

    @Test
    void whatCannotBeReadIsReadLater() throws Exception {
        isAway = true;
        FutureTask<Boolean> waiting = waiting();
        await().during(50, TimeUnit.MILLISECONDS).until(() -> !waiting.isDone() && candidacy.reports.isEmpty());
        isAway = false;
        await().until(() -> !candidacy.reports.isEmpty());
        candidacy.leadership.complete(null);
        assertTrue(waiting.get());
    }

    @Test
    void saysWhatATakeoverWouldRefuseAsSoonAsItIsKnown() {
        FutureTask<Boolean> waiting = waiting();
        await().until(() -> !candidacy.reports.isEmpty());
        isRefused = true;
        assertSame(
                mismatch, assertThrows(ExecutionException.class, waiting::get).getCause());
    }

    @Test
    void refusesAtTheElectionWhatItHasNotSeenBefore() {
        FutureTask<Boolean> waiting = waiting(ONCE, Optional.empty(), Copies.none());
        await().until(() -> !candidacy.reports.isEmpty());
        isRefused = true;
        candidacy.leadership.complete(null);
        assertSame(
                mismatch, assertThrows(ExecutionException.class, waiting::get).getCause());
    }

    @Test
    void aRoundThatHangsDoesNotHoldATakeoverUp() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        FutureTask<Boolean> waiting = waiting(OFTEN, Optional.empty(), new FakeCopies(never));
        await().until(() -> history.contains("follow 0"));
        candidacy.leadership.complete(null);
        assertTrue(waiting.get(10, TimeUnit.SECONDS));
        assertTrue(history.contains("close"), history::toString);
    }

    @Test
    void startsAnewWhenTheCheckpointHasAnotherApplication() throws Exception {
        String before = saved("other", "host-one");
        head = with(before, 1);
        FutureTask<Boolean> waiting = waiting(OFTEN, Optional.of(loaded(before)), Copies.none());
        await().until(() -> !candidacy.reports.isEmpty());
        assertEquals(List.of(), candidacy.startedAnew, "it was loaded beside that one");

        String next = saved("another", "host-one");
        head = with(next, 2);
        assertFalse(waiting.get());
        assertEquals(1, candidacy.startedAnew.size());
        assertTrue(candidacy.startedAnew.get(0).contains("graph/" + next), candidacy.startedAnew::toString);
    }

    @Test
    void startsAnewWhenThatComesOutAtTheElectionOnly() throws Exception {
        FutureTask<Boolean> waiting = waiting(ONCE, Optional.of(loaded(LoadedApplication.NONE)), Copies.none());
        await().until(() -> !candidacy.reports.isEmpty());
        head = with(saved("other", "host-one"), 1);
        candidacy.leadership.complete(null);
        assertFalse(waiting.get());
        assertEquals(1, candidacy.startedAnew.size());
    }

    @Test
    void theSameApplicationFromAnotherHostIsNoOtherOne() throws Exception {
        head = with(saved("own", "host-two"), 1);
        FutureTask<Boolean> waiting = waiting(OFTEN, Optional.of(loaded(LoadedApplication.NONE)), Copies.none());
        await().until(() -> !candidacy.reports.isEmpty());
        candidacy.leadership.complete(null);
        assertTrue(waiting.get());
        assertEquals(List.of(), candidacy.startedAnew);
    }
}
