package io.durastream.statestore;

/**
 * What an attempt writes to the changelog: its changes and where they belong. The unit of visibility: a reference only
 * ever names whole ones.
 *
 * @param lineage the identity of the result
 * @param base the lineage of the state that the changes apply to
 * @param changes in the order of keys, so that whoever applies them goes through the pages of a table one after the other
 */
record Commit(StateVersion version, Lineage lineage, Lineage base, StateFormat format, OrderedRows changes) {}
