package io.durastream.runtime.ha;

import io.durastream.ha.ZooKeeperSettings;
import io.durastream.runtime.standby.Readiness;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.retry.RetryUntilElapsed;

/** The candidates of one application, for who is none of them. One thread. */
public final class Electorate implements AutoCloseable {

    private static final int RETRY_MILLIS = 100;

    private final CuratorFramework client;
    private final Participants participants;
    private final ZooKeeperSettings settings;

    private Electorate(CuratorFramework client, ElectionPath path, ZooKeeperSettings settings) {
        this.client = client;
        this.participants = new Participants(client, path);
        this.settings = settings;
    }

    /**
     * Connects.
     *
     * @param patience how long to try, here and with each question later
     * @throws IllegalArgumentException when the checkpoint directory has no scheme
     * @throws IOException when no server can be asked within that time
     */
    public static Electorate of(ZooKeeperSettings zookeeper, String checkpointDirectory, Duration patience)
            throws IOException {
        ElectionPath path = ElectionPath.of(zookeeper, checkpointDirectory);
        int millis = Math.toIntExact(patience.toMillis());
        CuratorFramework client = ZooKeeperClients.of(zookeeper, path, new RetryUntilElapsed(millis, RETRY_MILLIS));
        client.start();
        Electorate electorate = new Electorate(client, path, zookeeper);
        try {
            electorate.connect(millis);
            return electorate;
        } catch (IOException e) {
            electorate.close();
            throw e;
        }
    }

    private void connect(int millis) throws IOException {
        if (!answer(() -> client.blockUntilConnected(millis, TimeUnit.MILLISECONDS))) {
            throw new IOException("ZooKeeper at " + servers() + " cannot be asked: no connection within " + millis
                    + " ms. Check that a majority of the servers runs, their addresses, and the settings of TLS"
                    + TlsHandshake.trouble(settings, millis)
                            .map(trouble -> ". TLS: " + trouble)
                            .orElse(""));
        }
    }

    /** Those who are there, the leader first. */
    public List<CandidateId> candidates() throws IOException {
        return answer(participants::inOrder);
    }

    /** How near a candidate is to leading, as it shows; empty when that is nothing, or nothing that makes sense. */
    public Optional<Readiness> readiness(CandidateId candidate) throws IOException {
        return answer(() -> participants.readiness(candidate));
    }

    /**
     * Asks the leader to make room for the next candidate. It does so when its application acts no more.
     *
     * @return whether this candidate led at that moment
     */
    public boolean askToHandOver(CandidateId leader) throws IOException {
        return answer(() -> participants.askToHandOver(leader));
    }

    private interface Question<T> {
        T ask() throws Exception;
    }

    private <T> T answer(Question<T> question) throws IOException {
        try {
            return question.ask();
        } catch (IOException e) {
            throw e;
        } catch (InterruptedException e) {
            throw (IOException) new InterruptedIOException("Interrupted while ZooKeeper was asked").initCause(e);
        } catch (Exception e) {
            throw new IOException("ZooKeeper at " + servers() + " cannot be asked: " + e.getMessage(), e);
        }
    }

    private String servers() {
        return String.join(",", settings.servers());
    }

    @Override
    public void close() {
        client.close();
    }
}
