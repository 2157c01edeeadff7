package io.durastream.chaos.check;

import io.durastream.chaos.check.Evidence.Load;
import io.durastream.chaos.feed.FeedText;
import io.durastream.chaos.feed.NumberedText;
import io.durastream.chaos.ledger.History;
import io.durastream.chaos.ledger.History.Execution;
import io.durastream.chaos.ledger.Ledger;
import io.durastream.chaos.oracle.WorkloadOracle;
import io.durastream.chaos.schedule.Strike;
import io.durastream.chaos.stage.Life;
import io.durastream.chaos.workload.Workload;
import io.durastream.checkpoint.DriverStart;
import io.durastream.checkpoint.WriterId;
import io.durastream.storage.Epoch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * A run that was all right, to be spoilt: ten batches of five records, the first six executed by process 101 in epoch 1, the
 * others by process 202 in epoch 2, after a fault. The seventh is executed by both.
 */
final class Runs {

    static final long BATCH = 1_000;
    static final int BATCHES = 10;
    static final int RECORDS = 5;
    static final long FIRST_PID = 101;
    static final long SECOND_PID = 202;

    private static final int LAST_OF_FIRST = 6;
    private static final NumberedText TEXT = new NumberedText(new FeedText(3, 1_000));

    final Map<String, NavigableMap<Long, List<Execution>>> streams = new HashMap<>();
    final List<Sample> samples = new ArrayList<>();
    final List<DriverStart> starts = new ArrayList<>();
    final List<Struck> strikes = new ArrayList<>();
    final List<Life> lives = new ArrayList<>();
    final List<String> protocol = new ArrayList<>();
    DirectoryAudit directory = new DirectoryAudit(7, List.of(), List.of());

    Runs() {
        for (Workload workload : Workload.values()) {
            results(workload);
        }
        for (long batch = 1; batch <= BATCHES; batch++) {
            execute(Ledger.INPUT, batch, records(batch));
            samples.add(sample(batch, batch));
        }
        starts.add(start(1, FIRST_PID));
        starts.add(start(2, SECOND_PID));
        strikes.add(struck("driver-killed", 6_500, 6_500, Optional.of("exited with 137")));
        lives.add(life(FIRST_PID, OptionalLong.of(6_500)));
        lives.add(life(SECOND_PID, OptionalLong.empty()));
    }

    private void results(Workload workload) {
        WorkloadOracle oracle = workload.oracle();
        for (long batch = 1; batch <= BATCHES; batch++) {
            Optional<List<String>> lines = oracle.after(batch * BATCH, records(batch));
            if (lines.isPresent()) {
                execute(workload.id(), batch, lines.get());
            }
        }
    }

    private void execute(String stream, long batch, List<String> lines) {
        List<Execution> executions = new ArrayList<>();
        if (batch <= LAST_OF_FIRST + 1) {
            executions.add(execution(FIRST_PID, batch, lines));
        }
        if (batch > LAST_OF_FIRST) {
            executions.add(execution(SECOND_PID, batch, lines));
        }
        streams.computeIfAbsent(stream, name -> new TreeMap<>()).put(batch * BATCH, executions);
    }

    static Execution execution(long pid, long nanos, List<String> lines) {
        return new Execution(pid + "-" + nanos + ".tsv", lines);
    }

    static List<String> records(long batch) {
        return LongStream.range((batch - 1) * RECORDS, batch * RECORDS)
                .mapToObj(TEXT::line)
                .toList();
    }

    static Sample sample(long second, long committedBatch) {
        return new Sample(second * BATCH + 100, second <= LAST_OF_FIRST ? 1 : 2, second * 2, committedBatch * BATCH, 0);
    }

    static DriverStart start(long epoch, long pid) {
        return new DriverStart(Epoch.of(epoch), WriterId.of(pid + "-1-1"), epoch * BATCH, "host", List.of());
    }

    static Struck struck(String fault, long from, long until, Optional<String> proof) {
        return new Struck(new Strike(from, false, fault, until - from, 1), from, until, proof);
    }

    static Life life(long pid, OptionalLong ended) {
        return new Life(
                "driver", pid, 0, ended, ended.isPresent() ? OptionalInt.of(137) : OptionalInt.empty(), "driver.log");
    }

    /** What a batch of a stream has, to be replaced. */
    void set(String stream, long batch, Execution... executions) {
        NavigableMap<Long, List<Execution>> batches = streams.computeIfAbsent(stream, name -> new TreeMap<>());
        if (executions.length == 0) {
            batches.remove(batch * BATCH);
        } else {
            batches.put(batch * BATCH, List.of(executions));
        }
    }

    Evidence evidence() {
        return evidence(BATCHES * RECORDS);
    }

    Evidence evidence(long records) {
        return new Evidence(
                new Load(records, List.of(Workload.values()), BATCH, 2_000, 3_000),
                new History(streams),
                samples,
                starts,
                strikes,
                lives,
                protocol,
                directory);
    }
}
