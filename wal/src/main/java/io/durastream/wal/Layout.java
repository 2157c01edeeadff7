package io.durastream.wal;

import io.durastream.storage.Epoch;
import io.durastream.storage.FileInfo;
import io.durastream.storage.StoragePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of a log's files.
 *
 * <pre>
 * root/fences/0000000007               writers of epochs before 7 create no more segments
 * root/0000000006-receiver-0/00000000.seg   the segments of writer "receiver-0" of epoch 6
 * root/0000000006-receiver-0/sealed         where that writer's log ends for good
 * </pre>
 */
final class Layout {

    private static final Pattern WRITER = Pattern.compile("(\\d{10,18})-([^/]+)/[^/]+");
    private static final Pattern SEGMENT = Pattern.compile("(\\d{8,18})\\.seg");
    private static final Pattern FENCE = Pattern.compile("\\d{10,18}");
    private static final String SEALED = "sealed";

    private final StoragePath root;

    Layout(StoragePath root) {
        this.root = root;
    }

    StoragePath root() {
        return root;
    }

    StoragePath fences() {
        return root.resolve("fences");
    }

    StoragePath fence(Epoch epoch) {
        return fences().resolve(digits(10, epoch.number()));
    }

    StoragePath writer(Epoch epoch, String writer) {
        return root.resolve(digits(10, epoch.number()) + "-" + writer);
    }

    StoragePath segment(Epoch epoch, String writer, long segment) {
        return writer(epoch, writer).resolve(digits(8, segment) + ".seg");
    }

    StoragePath segment(LogPosition position) {
        return segment(position.epoch(), position.writer(), position.segment());
    }

    StoragePath sealedEnd(Epoch epoch, String writer) {
        return writer(epoch, writer).resolve(SEALED);
    }

    /** The epochs of the fences in a listing of {@link #fences()}. */
    List<Epoch> fencesIn(List<FileInfo> files) {
        return files.stream()
                .map(file -> file.path().name())
                .filter(name -> FENCE.matcher(name).matches())
                .map(name -> Epoch.of(Long.parseLong(name)))
                .toList();
    }

    /** The writers in a listing of the root, in the order of epoch and name. */
    List<WriterLog> writersIn(List<FileInfo> files) {
        Map<LogPosition, List<FileInfo>> byWriter = new TreeMap<>();
        for (FileInfo file : files) {
            Matcher name =
                    WRITER.matcher(file.path().value().substring(root.value().length() + 1));
            if (name.matches()) {
                LogPosition writer = LogPosition.beginning(Epoch.of(Long.parseLong(name.group(1))), name.group(2));
                byWriter.computeIfAbsent(writer, any -> new ArrayList<>()).add(file);
            }
        }
        return byWriter.entrySet().stream()
                .map(entry ->
                        new WriterLog(entry.getKey().epoch(), entry.getKey().writer(), entry.getValue()))
                .toList();
    }

    /** The segments in a listing of a writer's directory, by number. */
    static NavigableMap<Long, StoragePath> segmentsIn(List<FileInfo> files) {
        NavigableMap<Long, StoragePath> segments = new TreeMap<>();
        for (FileInfo file : files) {
            Matcher name = SEGMENT.matcher(file.path().name());
            if (name.matches()) {
                segments.put(Long.parseLong(name.group(1)), file.path());
            }
        }
        return segments;
    }

    static boolean hasSealedEnd(List<FileInfo> files) {
        return files.stream().anyMatch(file -> file.path().name().equals(SEALED));
    }

    private static String digits(int width, long number) {
        return String.format(Locale.ROOT, "%0" + width + "d", number);
    }
}
