package io.durastream.statestore;

import java.util.Random;
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

/** A key's hash by the JDK's CRC32C, which calls a routine of the processor's instructions, and by a table in Java. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KeyHashBenchmark {

    private static final int POLYNOMIAL = 0x82F63B78;
    private static final int[] TABLE = new int[256];

    static {
        for (int i = 0; i < TABLE.length; i++) {
            int crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) * POLYNOMIAL);
            }
            TABLE[i] = crc;
        }
    }

    @Param({"5", "9", "20", "40"})
    private int keyBytes;

    private byte[] key = new byte[0];

    /** Makes the key, and sees that both ways agree. */
    @Setup
    public void fill() {
        key = new byte[keyBytes];
        new Random(1).nextBytes(key);
        if (table() != jdk()) {
            throw new IllegalStateException("The table gives another hash than the JDK");
        }
    }

    /** As keys do it. */
    @Benchmark
    public int jdk() {
        return new Bytes(key).hash();
    }

    /** Byte by byte. */
    @Benchmark
    public int table() {
        int crc = -1;
        for (byte b : key) {
            crc = (crc >>> 8) ^ TABLE[(crc ^ b) & 0xFF];
        }
        return ~crc;
    }
}
