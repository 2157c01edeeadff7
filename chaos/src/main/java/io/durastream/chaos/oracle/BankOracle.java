package io.durastream.chaos.oracle;

import io.durastream.chaos.feed.NumberedText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The balance of every account; their sum is always zero. */
public final class BankOracle implements WorkloadOracle {

    private final Map<String, Long> balances = new HashMap<>();

    @Override
    public Optional<List<String>> after(long batchMillis, List<String> records) {
        for (String record : records) {
            String[] words = NumberedText.content(record).split(" ", -1);
            long amount = words.length;
            balances.merge(words[0], -amount, Long::sum);
            balances.merge(words[1], amount, Long::sum);
        }
        return Optional.of(Tables.lines(balances));
    }
}
