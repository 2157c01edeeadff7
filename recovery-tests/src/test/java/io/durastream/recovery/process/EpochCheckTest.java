package io.durastream.recovery.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.checkpoint.BatchRecord;
import io.durastream.checkpoint.BatchRecord.Committed;
import io.durastream.checkpoint.BatchRecord.EpochStarted;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.LogEntry;
import io.durastream.checkpoint.WriterId;
import io.durastream.storage.Epoch;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EpochCheckTest {

    private final EpochCheck check = new EpochCheck();

    private static LogEntry entry(long sequence, long epoch, String writer, BatchRecord what) {
        return new LogEntry(sequence, Epoch.of(epoch), WriterId.of(writer), sequence, List.of(what));
    }

    private static LogEntry start(long sequence, long epoch, String writer) {
        return entry(sequence, epoch, writer, new EpochStarted(Epoch.of(epoch), WriterId.of(writer), sequence, "host"));
    }

    private static LogEntry commit(long sequence, long epoch, String writer, long batch) {
        BatchTime time = BatchTime.of(batch);
        return entry(sequence, epoch, writer, new Committed(time, List.of(), List.of(), time, time));
    }

    private List<String> judge(LogEntry... entries) {
        List.of(entries).forEach(check::add);
        return check.findings();
    }

    @Test
    void findsNothingWhenEachEpochEndsWhereTheNextBegins() {
        assertEquals(
                List.of(), judge(start(1, 1, "a"), commit(2, 1, "a", 10), start(4, 2, "b"), commit(5, 2, "b", 20)));
    }

    @Test
    void findsAnEntryOfAnEpochThatIsOver() {
        assertEquals(
                List.of("Entry 3 of epoch 1 by a follows Entry 2 of epoch 2 by b"),
                judge(start(1, 1, "a"), start(2, 2, "b"), commit(3, 1, "a", 10)));
    }

    @Test
    void findsTwoDriversInOneEpoch() {
        assertEquals(
                List.of("Entry 2 of epoch 1 by b is of the same epoch as entries of a"),
                judge(start(1, 1, "a"), commit(2, 1, "b", 10)));
    }

    @Test
    void findsABatchThatIsCommittedTwice() {
        assertEquals(
                List.of("Entry 3 of epoch 1 by a commits batch 10 ms after batch 10 ms"),
                judge(start(1, 1, "a"), commit(2, 1, "a", 10), commit(3, 1, "a", 10)));
    }

    @Test
    void findsAStartOfAnotherEpochThanItsEntry() {
        assertEquals(
                List.of("Entry 1 of epoch 1 by a begins epoch 2"),
                judge(entry(1, 1, "a", new EpochStarted(Epoch.of(2), WriterId.of("a"), 1, "host"))));
    }
}
