package io.durastream.chaos.workload;

import io.durastream.DStream;
import io.durastream.Duration;
import io.durastream.chaos.ledger.Ledger;
import io.durastream.chaos.oracle.BankOracle;
import io.durastream.chaos.oracle.SessionsOracle;
import io.durastream.chaos.oracle.WindowOracle;
import io.durastream.chaos.oracle.WordCountOracle;
import io.durastream.chaos.oracle.WorkloadOracle;
import java.util.Arrays;
import java.util.Locale;

/** What an application does with the words of its records. Each has an oracle that knows what must come out. */
public enum Workload {
    /** The count of every word ever seen, by {@code updateStateByKey}. */
    WORD_COUNT {
        @Override
        public void define(DStream<String> records, Duration batch, Ledger ledger) {
            WordCounting.define(records, batch, ledger);
        }

        @Override
        public WorkloadOracle oracle() {
            return new WordCountOracle();
        }
    },
    /** Transfers between accounts, by {@code mapWithState}: the sum of all balances stays zero. */
    BANK {
        @Override
        public void define(DStream<String> records, Duration batch, Ledger ledger) {
            Bank.define(records, batch, ledger);
        }

        @Override
        public WorkloadOracle oracle() {
            return new BankOracle();
        }
    },
    /** How often each word was seen since it was last idle, by {@code mapWithState} with a timeout. */
    SESSIONS {
        @Override
        public void define(DStream<String> records, Duration batch, Ledger ledger) {
            Sessions.define(records, batch, ledger);
        }

        @Override
        public WorkloadOracle oracle() {
            return new SessionsOracle();
        }
    },
    /** The counts of the words of the last batches, by a window with an inverse function. */
    WINDOW {
        @Override
        public void define(DStream<String> records, Duration batch, Ledger ledger) {
            WindowedCounts.define(records, batch, ledger);
        }

        @Override
        public WorkloadOracle oracle() {
            return new WindowOracle();
        }
    };

    /** Its name on the command line, and that of its stream in the ledger. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The workload with that id.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Workload of(String id) {
        return Arrays.stream(values())
                .filter(workload -> workload.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no workload '" + id + "', only "
                        + Arrays.stream(values()).map(Workload::id).toList()));
    }

    /** Adds it to an application; its result after each batch goes to the ledger. */
    public abstract void define(DStream<String> records, Duration batch, Ledger ledger);

    /** A new oracle, that has seen no batch. */
    public abstract WorkloadOracle oracle();
}
