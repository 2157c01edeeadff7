package io.durastream.chaos.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A log of numbered records that anybody can read again from any number on: a file in which all records are equally long,
 * filled up with blanks. One thread appends, any process reads.
 *
 * @param path the file; empty as long as it does not exist
 */
public record LogFile(Path path) {

    private static final int WIDTH = 160;

    /** Appends records; they can be read when this returns. */
    public void append(List<String> records) throws IOException {
        byte[] bytes = new byte[records.size() * WIDTH];
        Arrays.fill(bytes, (byte) ' ');
        for (int n = 0; n < records.size(); n++) {
            byte[] record = records.get(n).getBytes(UTF_8);
            if (record.length >= WIDTH) {
                throw new IllegalArgumentException("A record has less than " + WIDTH + " bytes, this one has "
                        + record.length + ": " + records.get(n));
            }
            System.arraycopy(record, 0, bytes, n * WIDTH, record.length);
        }
        Files.write(path, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** How many records it has: what is not whole yet does not count. */
    public long records() throws IOException {
        return Files.exists(path) ? Files.size(path) / WIDTH : 0;
    }

    /**
     * The records from one number up to another, exclusive.
     *
     * @throws IOException also when it has not that many
     */
    public List<String> read(long from, long until) throws IOException {
        List<String> records = new ArrayList<>();
        if (from == until) {
            return records;
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact((until - from) * WIDTH));
        try (FileChannel file = FileChannel.open(path)) {
            file.position(from * WIDTH);
            while (bytes.hasRemaining()) {
                if (file.read(bytes) < 0) {
                    throw new IOException(path + " has no records " + from + " to " + until);
                }
            }
        }
        for (int start = 0; start < bytes.capacity(); start += WIDTH) {
            records.add(new String(bytes.array(), start, WIDTH, UTF_8).stripTrailing());
        }
        return records;
    }
}
