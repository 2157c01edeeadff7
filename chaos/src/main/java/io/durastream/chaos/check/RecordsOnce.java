package io.durastream.chaos.check;

import io.durastream.chaos.feed.NumberedText;
import io.durastream.chaos.ledger.History.Execution;
import io.durastream.chaos.ledger.Ledger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/** Every record of the source is in exactly one batch. */
final class RecordsOnce implements Checker {

    @Override
    public String name() {
        return "every record once";
    }

    @Override
    public Finding check(Evidence evidence) {
        NavigableMap<Long, List<Execution>> inputs = evidence.history().stream(Ledger.INPUT);
        long records = evidence.load().records();
        if (records == 0 || inputs.isEmpty()) {
            return Finding.unknown(name(), "no record was sent, or none put down");
        }
        List<String> problems = new ArrayList<>();
        BitSet seen = new BitSet();
        for (Map.Entry<Long, List<Execution>> batch : inputs.entrySet()) {
            for (String line : batch.getValue().get(0).lines()) {
                see(batch.getKey(), line, records, seen, problems);
            }
        }
        for (int gap = seen.nextClearBit(0); gap < records; gap = seen.nextClearBit(gap)) {
            int end = (int) Math.min(records, seen.nextSetBit(gap) < 0 ? records : seen.nextSetBit(gap));
            problems.add("lost: records " + gap + " to " + (end - 1));
            gap = end;
        }
        return Finding.of(
                name(),
                records + " records sent, " + seen.cardinality() + " found in " + inputs.size() + " batches",
                problems);
    }

    private static void see(long batch, String line, long records, BitSet seen, List<String> problems) {
        int number = (int) NumberedText.number(line);
        if (number >= records) {
            problems.add("batch " + batch + " has record " + number + ", which was never sent");
        } else if (seen.get(number)) {
            problems.add("batch " + batch + " has record " + number + ", which came before");
        }
        seen.set(number);
    }
}
