package io.durastream.statestore;

import java.util.List;
import java.util.Map;

/**
 * A commit that nobody has built upon yet: it may be the batch's result or a losing attempt.
 *
 * @param sorted the changes in the order of keys
 */
record Delta(Lineage base, Map<Bytes, Row> changes, List<HeapTable.Entry> sorted) {}
