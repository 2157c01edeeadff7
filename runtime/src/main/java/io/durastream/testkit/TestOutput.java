package io.durastream.testkit;

import io.durastream.DStream;
import io.durastream.Time;
import java.io.Serializable;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * What a stream gave, batch by batch, over all drivers of a test. Made by {@link StreamTest#output}. It is a handle: it may
 * be used anywhere in the JVM of the test, also in functions of the application. Methods may be called by any thread.
 *
 * @param <T> elements of the stream
 */
public final class TestOutput<T> implements Serializable {

    private static final long serialVersionUID = 1;

    private final String test;
    private final String name;

    TestOutput(String test, String name) {
        this.test = test;
        this.name = name;
    }

    /**
     * Collects a stream; to be used in the definition of the application, once. This is an output operation like any
     * other: at least once, so that a batch that is executed again delivers again.
     *
     * @param stream a stream of the application
     */
    public void collect(DStream<T> stream) {
        stream.foreachRDD((rdd, time) -> deliver(time, rdd.collect()));
    }

    /**
     * {@return what the batch of that time gave, in the order of the partitions; the last time, if it was executed
     * several times}
     *
     * @param time the time of the batch
     * @throws NoSuchElementException when this output did not run in that batch; the message has the times when it did
     */
    public List<T> at(Time time) {
        return lastOf(deliveries(time));
    }

    /** {@return what each batch gave, in the order of their times; see {@link #at}} */
    public List<List<T>> batches() {
        return times().stream().map(this::at).toList();
    }

    /**
     * {@return what the last batch gave}
     *
     * @throws NoSuchElementException when this output has not run yet
     */
    public List<T> last() {
        List<Time> times = times();
        if (times.isEmpty()) {
            throw new NoSuchElementException("The output '" + name + "' has not run yet");
        }
        return at(lastOf(times));
    }

    /**
     * {@return what the batch of that time gave at each of its executions: more than one list when drivers died after
     * the outputs had run}
     *
     * @param time the time of the batch
     * @throws NoSuchElementException as {@link #at}
     */
    @SuppressWarnings("unchecked") // as collect() put them there
    public List<List<T>> deliveries(Time time) {
        List<List<?>> deliveries = records().at(time);
        if (deliveries.isEmpty()) {
            throw new NoSuchElementException(
                    "The output '" + name + "' did not run in batch " + time + ", but in " + times());
        }
        return deliveries.stream().map(records -> (List<T>) records).toList();
    }

    /** {@return the batches in which this output ran, in order} */
    public List<Time> times() {
        return records().times();
    }

    void deliver(Time time, List<T> records) {
        records().deliver(time, records);
    }

    private OutputRecords records() {
        return TestRun.of(test).output(name);
    }

    private static <E> E lastOf(List<E> list) {
        return list.get(list.size() - 1);
    }
}
