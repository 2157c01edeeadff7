package io.durastream.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;

/**
 * A process of its own that writes until it is sealed. For each line of its input, the name of a file: appends the
 * numbers 0, 1, 2 … of 8 bytes, flushes after each, says {@code acknowledged <bytes>} after each flush, and at last {@code
 * sealed <acknowledged bytes>}.
 */
final class WriterProcess {

    private WriterProcess() {}

    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, UTF_8);
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
                Storage storage = Storages.open(args[0], new Configuration(), Clock.system())) {
            for (String name = in.readLine(); name != null; name = in.readLine()) {
                long acknowledged = writeUntilSealed(storage.create(StoragePath.of(name)), out);
                out.println("sealed " + acknowledged);
            }
        }
    }

    private static long writeUntilSealed(AppendFile file, PrintStream out) throws IOException {
        long acknowledged = 0;
        try {
            for (long number = 0; number < 10_000_000; number++) {
                file.append(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
                file.flush();
                acknowledged = file.position();
                out.println("acknowledged " + acknowledged);
            }
            throw new IllegalStateException("Nobody sealed the file");
        } catch (SealedException end) {
            file.abandon();
            return acknowledged;
        }
    }
}
