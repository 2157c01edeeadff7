package io.durastream.bench.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Follows a contender's list of batches. Used by one thread. */
public final class BatchReader {

    private final Path path;
    private final List<Batch> batches = new ArrayList<>();
    private long read;

    public BatchReader(Path path) {
        this.path = path;
    }

    /** {@return the batches committed until now, in the order of their commits} */
    public List<Batch> batches() {
        try {
            readMore();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(batches);
    }

    private void readMore() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (FileChannel file = FileChannel.open(path)) {
            ByteBuffer more = ByteBuffer.allocate((int) (file.size() - read));
            file.read(more, read);
            String text = new String(more.array(), 0, more.position(), US_ASCII);
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            whole.lines().map(Batch::parse).forEach(batches::add);
            read += whole.length();
        }
    }
}
