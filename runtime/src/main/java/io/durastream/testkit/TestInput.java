package io.durastream.testkit;

import io.durastream.InputDStream;
import io.durastream.StreamingContext;
import java.io.Serializable;
import java.util.List;

/**
 * An input that a test feeds, and that every driver of the test can read again. Made by {@link StreamTest#input}. It is a
 * handle: it may be used anywhere in the JVM of the test, also in functions of the application. Methods may be called by
 * any thread.
 *
 * @param <T> records; serializable, as tasks get them
 */
public final class TestInput<T> implements Serializable {

    private static final long serialVersionUID = 1;

    private final String test;
    private final String name;

    TestInput(String test, String name) {
        this.test = test;
        this.name = name;
    }

    /**
     * A stream of all records of this input; to be used in the definition of the application. A batch has those that were
     * added since the batch before, in up to two partitions; executed again it has the same.
     *
     * @param context a context that this test has made
     * @return a stream of the records
     */
    public InputDStream<T> stream(StreamingContext context) {
        return context.inputStream(new TestSource<>(test, name));
    }

    /**
     * Adds records to the batch that comes after those there are.
     *
     * @param records in their order, not null
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final void add(T... records) {
        records().add(List.of(records));
    }

    /**
     * Adds a batch for each list, which may be empty, after all that was added before: {@code addBatches(List.of("a"),
     * List.of("b", "c"))} is for two batches.
     *
     * @param batches the records of each batch
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final void addBatches(List<? extends T>... batches) {
        for (List<? extends T> batch : batches) {
            records().addBatch(batch);
        }
    }

    private InputRecords records() {
        return TestRun.of(test).input(name);
    }
}
