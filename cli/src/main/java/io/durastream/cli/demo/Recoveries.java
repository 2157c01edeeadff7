package io.durastream.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The times that matter: from the start of the first driver, and from each kill, to the first output of a new batch. */
final class Recoveries {

    private final List<Duration> recoveries = new ArrayList<>();
    private final long startedNanos;

    private @Nullable Duration firstBatch;
    private @Nullable Long killedNanos;
    private int kills;
    private int interrupted;

    Recoveries(long startedNanos) {
        this.startedNanos = startedNanos;
    }

    void killed(long nanos) {
        kills++;
        if (killedNanos != null) {
            interrupted++;
        }
        killedNanos = nanos;
    }

    void newBatch(long nanos) {
        if (firstBatch == null) {
            firstBatch = Duration.ofNanos(nanos - startedNanos);
        }
        if (killedNanos != null) {
            recoveries.add(Duration.ofNanos(nanos - killedNanos));
            killedNanos = null;
        }
    }

    /** Time since the kill that the application has not recovered from yet. */
    Optional<Duration> recovering(long nanos) {
        return Optional.ofNullable(killedNanos).map(killed -> Duration.ofNanos(nanos - killed));
    }

    int kills() {
        return kills;
    }

    /** Kills that hit while the application was recovering from the one before. */
    int interrupted() {
        return interrupted;
    }

    Optional<Duration> firstBatch() {
        return Optional.ofNullable(firstBatch);
    }

    Optional<Duration> median() {
        return atRank((recoveries.size() - 1) / 2);
    }

    Optional<Duration> longest() {
        return atRank(recoveries.size() - 1);
    }

    private Optional<Duration> atRank(int rank) {
        if (recoveries.isEmpty()) {
            return Optional.empty();
        }
        var sorted = new ArrayList<>(recoveries);
        Collections.sort(sorted);
        return Optional.of(sorted.get(rank));
    }
}
