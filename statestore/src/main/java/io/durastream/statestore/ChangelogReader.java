package io.durastream.statestore;

import io.durastream.storage.DamagedFileException;
import io.durastream.storage.StoragePath;
import io.durastream.wal.LogEntry;
import io.durastream.wal.LogExtent;
import io.durastream.wal.SegmentedLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads stretches of changelog: all of them at once to see which commits there are, then the changes of some. What was read
 * stays in memory for that, up to a limit; only what is beyond it is read a second time. Owned by one thread.
 */
final class ChangelogReader {

    private final SegmentedLog log;
    private final StoragePath root;
    private final long keepBytes;
    private final List<Part> parts = new ArrayList<>();
    private ByteBuffer kept = ByteBuffer.allocate(0);

    /** @param payload in one array with those of other parts; null where the record was not kept */
    private record Part(
            CommitPart head, LogExtent extent, @Nullable ByteBuffer payload) {}

    /** @param keepBytes how much of the changelog to keep in memory */
    ChangelogReader(SegmentedLog log, StoragePath root, long keepBytes) {
        this.log = log;
        this.root = root;
        this.keepBytes = keepBytes;
    }

    /** The commits of these stretches that lead to a state. */
    Chain chainTo(Lineage state, List<LogExtent> stretches) throws IOException {
        kept = ByteBuffer.allocate((int) Math.min(keepBytes, Extents.bytes(stretches)));
        Map<Lineage, Lineage> bases = new HashMap<>();
        for (LogExtent stretch : stretches) {
            log.forEach(stretch, entry -> {
                CommitPart head = headOf(entry);
                if (head.last()) {
                    bases.put(head.lineage(), head.base());
                }
                parts.add(new Part(head, entry.extent(), keep(entry.payload())));
            });
        }
        Deque<Lineage> commits = new ArrayDeque<>();
        Lineage current = state;
        for (Lineage base = bases.remove(current); base != null; base = bases.remove(current)) {
            commits.addFirst(current);
            current = base;
        }
        return new Chain(current, List.copyOf(commits), this);
    }

    private @Nullable ByteBuffer keep(ByteBuffer payload) {
        int from = kept.position();
        if (payload.remaining() > kept.remaining()) {
            return null;
        }
        kept.put(payload.duplicate());
        return kept.duplicate().flip().position(from);
    }

    private CommitPart headOf(LogEntry entry) throws DamagedFileException {
        try {
            return CommitCodec.readHead(entry.payload().duplicate());
        } catch (IllegalArgumentException e) {
            throw damaged(entry.extent(), e);
        }
    }

    private DamagedFileException damaged(LogExtent extent, IllegalArgumentException cause) {
        return new DamagedFileException(
                root + " " + extent, extent.start().offset(), String.valueOf(cause.getMessage()));
    }

    /**
     * Applies these commits; they stand in the changelog in the order in which they build upon each other, because each was
     * begun after its base was durable. Several in a row are applied as one: that is less work, where they change the same
     * keys, and where they do not, because they change the same pages.
     */
    void replay(List<Lineage> commits, TieredState target) throws IOException {
        Set<Lineage> wanted = new HashSet<>(commits);
        MergedChanges changes = new MergedChanges();
        Part last = null;
        for (Part part : parts) {
            if (wanted.contains(part.head().lineage())) {
                ByteBuffer payload = part.payload() == null ? readAgain(part.extent()) : part.payload();
                boolean goesOn =
                        last != null && last.head().isWhole() && part.head().isWhole();
                if (last != null && !(goesOn && changes.canTake(payload))) {
                    apply(changes, last, target);
                }
                add(payload, part, changes);
                last = part;
            }
        }
        if (last != null) {
            apply(changes, last, target);
        }
    }

    private ByteBuffer readAgain(LogExtent extent) throws IOException {
        ByteBuffer payload = log.read(extent);
        return ByteBuffer.allocate(payload.remaining()).put(payload).flip();
    }

    private void add(ByteBuffer payload, Part part, MergedChanges target) throws DamagedFileException {
        try {
            target.add(payload);
        } catch (IllegalArgumentException e) {
            throw damaged(part.extent(), e);
        }
    }

    private void apply(MergedChanges changes, Part last, TieredState target) throws IOException {
        try {
            changes.applyTo(target, last.head().lineage(), last.head().last());
        } catch (IllegalArgumentException e) {
            throw damaged(last.extent(), e);
        }
        if (target.isPressed()) {
            target.writeBack().advance(1, 0);
        }
    }
}
