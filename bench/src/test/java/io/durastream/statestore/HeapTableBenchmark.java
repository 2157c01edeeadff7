package io.durastream.statestore;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a batch does to the table for each of its records: reads a key's row and puts another. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-Xms2g", "-Xmx2g"})
public class HeapTableBenchmark {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    @Param({"50000", "2500000"})
    private int rows;

    @Param("32768")
    private int pageBytes;

    private final SplittableRandom random = new SplittableRandom(1);
    private HeapTable table = new HeapTable(true);

    /** Fills the table. */
    @Setup
    public void fill() {
        table = new HeapTable(true, pageBytes);
        for (long i = 0; i < rows; i++) {
            table.put(new Bytes(bytes(i)), new Row(bytes(i), false, 0));
        }
    }

    /** Of a key that exists, all equally likely; making the key and its hash included. */
    @Benchmark
    public void getAndPut() {
        Bytes key = new Bytes(bytes(random.nextInt(rows)));
        Row row = Objects.requireNonNull(table.get(key));
        byte[] value = Objects.requireNonNull(row.value());
        table.put(key, new Row(bytes((long) LONG.get(value, 0) + 1), false, 0));
    }

    private static byte[] bytes(long value) {
        byte[] bytes = new byte[Long.BYTES];
        LONG.set(bytes, 0, value);
        return bytes;
    }
}
