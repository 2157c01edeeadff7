package io.durastream.runtime.wal;

import io.durastream.wal.WriterLog;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a {@link FileLog} that is removed as a whole, and one writer of the segmented log below. Its name tells the
 * times of its records, so that nothing has to be read to find out which parts are old:
 *
 * <pre>
 * 0000000004_1700000000000_1700000060000     the fifth chunk of an instance, from one minute to the next
 * </pre>
 *
 * @param number counted from 0 within an instance of the log
 * @param startMillis the time of its first record
 * @param endMillis no record in it is of a later time
 */
record Chunk(long number, long startMillis, long endMillis) {

    private static final Pattern NAME = Pattern.compile("(\\d{10,18})_(-?\\d+)_(-?\\d+)");

    /** As the segmented log knows it; the order of names is that of the chunks of an instance. */
    String name() {
        return String.format(Locale.ROOT, "%010d_%d_%d", number, startMillis, endMillis);
    }

    /** The chunk that a writer is; empty when it is none. */
    static Optional<Chunk> of(WriterLog writer) {
        Matcher name = NAME.matcher(writer.writer());
        return name.matches()
                ? Optional.of(new Chunk(
                        Long.parseLong(name.group(1)), Long.parseLong(name.group(2)), Long.parseLong(name.group(3))))
                : Optional.empty();
    }
}
