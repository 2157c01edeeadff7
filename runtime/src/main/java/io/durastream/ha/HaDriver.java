package io.durastream.ha;

import io.durastream.StreamingContext;
import io.durastream.runtime.ha.Candidate;
import io.durastream.runtime.ha.CandidateId;
import io.durastream.storage.Clock;
import java.util.concurrent.Callable;

/**
 * A driver that is one of several candidates, on several hosts, for running an application. One of them leads; the others
 * {@linkplain Standby stand by} and take over when it dies.
 *
 * <pre>{@code
 * public static void main(String[] args) throws Exception {
 *     ZooKeeperSettings zookeeper = ZooKeeperSettings.of("zk1:2181,zk2:2181,zk3:2181");
 *     HaDriver.run(checkpoint, zookeeper, () -> StreamingContext.getOrCreate(checkpoint, () -> create(checkpoint)));
 * }
 * }</pre>
 *
 * <p>ZooKeeper elects, and nothing more: who may commit is decided by the checkpoint directory, where each driver that
 * takes over fences all before it. So a leader goes on while ZooKeeper cannot be reached, however long. When it hears that
 * it does not lead any more, or finds itself fenced, all that acts outward is ended, and within seconds the process, with
 * exit code 75, even while the application's code blocks. Whatever started it should start it again then, as a candidate. So
 * it should when a warm standby ends its process with exit code 79, as the application in the checkpoint directory is
 * another one now than when it was loaded.
 */
public final class HaDriver {

    private HaDriver() {}

    /**
     * {@link #run(String, ZooKeeperSettings, Standby, Callable)} with a cold standby.
     *
     * @param checkpointDirectory the application's, a URI with a scheme; candidates for the same directory compete
     * @param zookeeper who elects
     * @param application makes the context and does not start it; called once this process leads
     * @throws Exception what ended the application
     */
    public static void run(
            String checkpointDirectory, ZooKeeperSettings zookeeper, Callable<StreamingContext> application)
            throws Exception {
        run(checkpointDirectory, zookeeper, Standby.COLD, application);
    }

    /**
     * Stands for election, waits, and as the leader runs the application until it ends by itself: {@link
     * StreamingContext#stop() stopped} by its own code, or with a failure. Then leadership is given back.
     *
     * @param checkpointDirectory the application's, a URI with a scheme; candidates for the same directory compete
     * @param zookeeper who elects
     * @param standby how much is up while another candidate leads
     * @param application makes the context, best with {@code getOrCreate}, and does not start it; called once this process
     *     leads, or at once in a warm standby
     * @throws IllegalArgumentException when the directory has no scheme, and may be another one on another host
     * @throws java.io.IOException when ZooKeeper refuses this candidate, as the others have other credentials
     * @throws IllegalStateException when this JVM is a candidate already
     * @throws InterruptedException when the waiting thread is interrupted
     * @throws Exception what ended the application
     */
    public static void run(
            String checkpointDirectory,
            ZooKeeperSettings zookeeper,
            Standby standby,
            Callable<StreamingContext> application)
            throws Exception {
        Clock clock = Clock.system();
        new Candidate(zookeeper, checkpointDirectory, CandidateId.next(clock), standby, clock)
                .run(() -> lead(application));
    }

    private static void lead(Callable<StreamingContext> application) throws Exception {
        try (StreamingContext context = application.call()) {
            context.start();
            context.awaitTermination();
        }
    }
}
