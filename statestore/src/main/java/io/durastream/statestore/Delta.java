package io.durastream.statestore;

import java.util.Map;

/** A commit that nobody has built upon yet: it may be the batch's result or a losing attempt. */
record Delta(Lineage base, Map<Bytes, Row> changes) {}
