package io.durastream.runtime.ha;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.ha.Standby;
import io.durastream.ha.ZooKeeperSettings;
import io.durastream.storage.Clock;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class CandidateTest {

    /** Nobody listens there. */
    private static final ZooKeeperSettings NOWHERE = ZooKeeperSettings.of("127.0.0.1:1");

    private final AtomicBoolean ran = new AtomicBoolean();

    private Candidate candidate() {
        return new Candidate(NOWHERE, "file:/words", CandidateId.next(Clock.system()), Standby.COLD, Clock.system());
    }

    @Test
    void waitsWhileNobodyCanElectAndIsTheOnlyOneOfItsProcess() throws Exception {
        FutureTask<Boolean> waiting = new FutureTask<>(() -> {
            candidate().run(() -> ran.set(true));
            return true;
        });
        Thread thread = new Thread(waiting, "candidate");
        thread.start();
        Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);

        var error = assertThrows(IllegalStateException.class, () -> candidate().run(() -> ran.set(true)));
        assertTrue(error.toString().contains("stands for election already"), error::toString);

        thread.interrupt();
        var ended = assertThrows(ExecutionException.class, waiting::get);
        assertInstanceOf(InterruptedException.class, ended.getCause());
        assertFalse(ran.get());
    }
}
