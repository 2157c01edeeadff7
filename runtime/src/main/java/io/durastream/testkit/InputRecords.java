package io.durastream.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * The records of an input, batch by batch, for as long as the test goes on, so that every driver can read them again. The
 * test's thread adds, batch threads plan and read.
 */
final class InputRecords {

    private final String name;
    private final List<List<Object>> batches = new ArrayList<>();

    /** Whether what is added next joins the last batch. */
    private boolean open;

    InputRecords(String name) {
        this.name = name;
    }

    /** Adds to the batch that is filled now. */
    synchronized void add(Collection<?> records) {
        if (!open) {
            batches.add(new ArrayList<>());
            open = true;
        }
        batches.get(batches.size() - 1).addAll(records);
    }

    /** Adds a batch of its own. */
    synchronized void addBatch(Collection<?> records) {
        batches.add(new ArrayList<>(records));
        open = false;
    }

    /** Says that there were so many batches before the driver that starts now. */
    synchronized void requirePlanned(int count) {
        if (count > batches.size()) {
            throw new IllegalStateException(
                    "The checkpoint directory has " + count + " batches of the test input '" + name
                            + "', and this StreamTest was given " + batches.size()
                            + ": the others went with the StreamTest before. Use one StreamTest for all drivers of a test,"
                            + " and an empty directory for the next test");
        }
    }

    /**
     * Ends a batch: an empty one when there is no more.
     *
     * @return how many records it has
     */
    synchronized int plan(int batch) {
        if (batch == batches.size()) {
            addBatch(List.of());
        }
        if (batch == batches.size() - 1) {
            open = false;
        }
        return batches.get(batch).size();
    }

    synchronized boolean hasMoreThan(int count) {
        return batches.size() > count;
    }

    synchronized List<Object> read(int batch) {
        return Collections.unmodifiableList(new ArrayList<>(batches.get(batch)));
    }
}
