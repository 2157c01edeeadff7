package io.durastream.statestore;

/**
 * The head of one changelog record, which is a {@link Commit}, or a part of one that is too large for a single record.
 *
 * @param part from 0
 * @param last whether the commit is complete with this part
 */
record CommitPart(StateVersion version, Lineage lineage, Lineage base, StateFormat format, int part, boolean last) {

    /** Whether it is all of its commit. */
    boolean isWhole() {
        return part == 0 && last;
    }
}
