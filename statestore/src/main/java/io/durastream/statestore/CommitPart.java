package io.durastream.statestore;

import java.util.List;

/**
 * One changelog record: a {@link Commit}, or a part of one that is too large for a single record.
 *
 * @param part from 0
 * @param last whether the commit is complete with this part
 */
record CommitPart(
        StateVersion version,
        Lineage lineage,
        Lineage base,
        StateFormat format,
        int part,
        boolean last,
        List<HeapTable.Entry> changes) {}
