package io.durastream.statestore;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Stand-in until the real one is merged. */
final class HeapTable {
    record Entry(Bytes key, Row row) {}
    record Range(int first, int last, boolean complete, List<Entry> rows) {}
    private final TreeMap<Bytes, Row> rows = new TreeMap<>();
    private final Set<Bytes> dirty = new HashSet<>();
    private final Set<Bytes> taken = new HashSet<>();
    private final boolean[] complete = new boolean[4];
    HeapTable(boolean complete) { java.util.Arrays.fill(this.complete, complete); }
    private static int part(int hash) { return hash >>> 30; }
    @Nullable Row get(Bytes key) { Row r = rows.get(key); return r == null && complete[part(key.hash())] ? Row.ABSENT : r; }
    void put(Bytes key, Row row) { rows.put(key, row); dirty.add(key); taken.remove(key); }
    void fill(Bytes key, Row row) { if (!row.isAbsent()) rows.putIfAbsent(key, row); }
    Range range(int hash) { return range(hash, null); }
    private Range range(int hash, @Nullable Set<Bytes> of) {
        int p = part(hash); List<Entry> found = new ArrayList<>();
        rows.forEach((k, r) -> { if (part(k.hash()) == p && (of == null || of.contains(k)) && !(of == null && complete[p] && r.isAbsent())) found.add(new Entry(k, r)); });
        return new Range(p << 30, (p << 30) | 0x3FFFFFFF, complete[p], found);
    }
    List<Entry> withHash(int hash) { List<Entry> f = new ArrayList<>(); rows.forEach((k, r) -> { if (k.hash() == hash) f.add(new Entry(k, r)); }); return f; }
    boolean isComplete(int hash) { return complete[part(hash)]; }
    void completed(int first, int last) { for (int p = part(first); p <= part(last); p++) complete[p] = true; }
    Range takeDirty(int hash) { Range r = range(hash, dirty); r.rows().forEach(e -> { dirty.remove(e.key()); taken.add(e.key()); }); return r; }
    void releaseTaken() { taken.forEach(k -> { Row r = rows.get(k); if (r != null && r.isAbsent()) rows.remove(k); }); taken.clear(); }
    long evict(long bytes) { long[] freed = {0};
        rows.entrySet().removeIf(e -> { if (freed[0] >= bytes || dirty.contains(e.getKey()) || taken.contains(e.getKey())) return false; freed[0] += size(e.getKey(), e.getValue()); complete[part(e.getKey().hash())] = false; return true; }); return freed[0]; }
    private static long size(Bytes k, Row r) { byte[] v = r.value(); return 40 + k.array().length + (v == null ? 0 : v.length); }
    long bytes() { long[] n = {0}; rows.forEach((k, r) -> n[0] += size(k, r)); return n[0]; }
    long dirtyBytes() { long[] n = {0}; rows.forEach((k, r) -> { if (dirty.contains(k) || taken.contains(k)) n[0] += size(k, r); }); return n[0]; }
    long rows() { return rows.values().stream().filter(r -> !r.isAbsent()).count(); }
}
