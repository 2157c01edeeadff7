package io.durastream.bench.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * The contender's side of its list of batches: a file with a line for each committed batch, which whoever measures reads.
 * A batch's start and its commit may be told in any order and by different threads.
 */
public final class BatchWriter {

    private final FileChannel file;
    private final Map<Long, Long> started = new HashMap<>();
    private final Map<Long, Long> committed = new HashMap<>();

    public BatchWriter(Path path) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    public synchronized void started(long due, long at) {
        Long end = committed.remove(due);
        if (end == null) {
            started.put(due, at);
        } else {
            write(new Batch(due, at, end));
        }
    }

    public synchronized void committed(long due, long at) {
        Long start = started.remove(due);
        if (start == null) {
            committed.put(due, at);
        } else {
            write(new Batch(due, start, at));
        }
    }

    private void write(Batch batch) {
        try {
            file.write(ByteBuffer.wrap(batch.toLine().getBytes(US_ASCII)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
