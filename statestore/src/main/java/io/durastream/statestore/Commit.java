package io.durastream.statestore;

import java.util.Map;

/**
 * What an attempt writes to the changelog: its changes and where they belong. The unit of visibility: a reference only
 * ever names whole ones.
 *
 * @param lineage the identity of the result
 * @param base the lineage of the state that the changes apply to
 */
record Commit(StateVersion version, Lineage lineage, Lineage base, StateFormat format, Map<Bytes, Row> changes) {}
