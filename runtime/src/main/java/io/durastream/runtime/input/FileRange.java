package io.durastream.runtime.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.durastream.PositionRange;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a batch reads of a directory, and what the source has to remember of earlier batches. As bytes, all integers
 * big-endian:
 *
 * <pre>
 *  0     1              9                  17      21
 *  +-----+--------------+------------------+-------+--------
 *  | ver | ignore up to | remembered since | count | files …
 *  +-----+--------------+------------------+-------+--------
 *
 *  a file:
 *  0                   8        16           20
 *  +-------------------+--------+------------+-------------
 *  | modification time | length | path bytes | path, UTF-8
 *  +-------------------+--------+------------+-------------
 * </pre>
 *
 * @param ignoreUpTo files modified at this time or before are no longer looked at, in milliseconds since 1970
 * @param rememberedSince the earliest batch whose files can still be found in the directory and must not be taken
 *     again; the batch's own time when no earlier one has such files
 * @param files in the order in which they are read
 */
record FileRange(long ignoreUpTo, long rememberedSince, List<PlannedFile> files) {

    private static final byte VERSION = 1;
    private static final int HEADER_BYTES = 1 + 8 + 8 + 4;
    private static final int FILE_HEADER_BYTES = 8 + 8 + 4;

    FileRange {
        files = List.copyOf(files);
    }

    PositionRange encode() {
        List<byte[]> paths =
                files.stream().map(file -> file.path().getBytes(UTF_8)).toList();
        int pathBytes = paths.stream().mapToInt(path -> path.length).sum();
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + files.size() * FILE_HEADER_BYTES + pathBytes);
        bytes.put(VERSION).putLong(ignoreUpTo).putLong(rememberedSince).putInt(files.size());
        for (int i = 0; i < files.size(); i++) {
            PlannedFile file = files.get(i);
            bytes.putLong(file.modifiedMillis()).putLong(file.length());
            bytes.putInt(paths.get(i).length).put(paths.get(i));
        }
        return PositionRange.of(bytes.array())
                .withRecords(files.isEmpty() ? 0 : PositionRange.UNKNOWN_RECORDS)
                .withDescription(description());
    }

    static FileRange of(PositionRange range) {
        ByteBuffer bytes = ByteBuffer.wrap(range.bytes());
        byte version = bytes.get();
        if (version != VERSION) {
            throw new IllegalStateException("Expected planned files in version " + VERSION + ", found version "
                    + version + "; a newer release may have planned this batch: recover with that one");
        }
        long ignoreUpTo = bytes.getLong();
        long rememberedSince = bytes.getLong();
        int count = bytes.getInt();
        List<PlannedFile> files = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long modifiedMillis = bytes.getLong();
            long length = bytes.getLong();
            byte[] path = new byte[bytes.getInt()];
            bytes.get(path);
            files.add(new PlannedFile(new String(path, UTF_8), modifiedMillis, length));
        }
        return new FileRange(ignoreUpTo, rememberedSince, files);
    }

    private String description() {
        return switch (files.size()) {
            case 0 -> "no new files";
            case 1 -> "1 file: " + files.get(0).path();
            default -> files.size() + " files: " + files.get(0).path() + " …";
        };
    }
}
