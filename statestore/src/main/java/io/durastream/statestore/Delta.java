package io.durastream.statestore;

/**
 * A commit that nobody has built upon yet: it may be the batch's result or a losing attempt.
 *
 * @param ordered the changes in the order of keys
 */
record Delta(Lineage base, Changes changes, OrderedRows ordered) {}
