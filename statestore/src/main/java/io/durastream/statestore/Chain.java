package io.durastream.statestore;

import java.io.IOException;
import java.util.List;

/**
 * The way from one state to another.
 *
 * @param start the state that the first commit applies to
 * @param commits in the order in which they apply
 * @param changelog where they stand
 */
record Chain(Lineage start, List<Lineage> commits, ChangelogReader changelog) {

    /** Whether the state lies on the way. */
    boolean contains(Lineage lineage) {
        return start.equals(lineage) || commits.contains(lineage);
    }

    /** Whether all that is in the content lies on the way. */
    boolean contains(Span content) {
        Lineage from = content.from();
        Lineage to = content.to();
        return contains(from) && (to.equals(from) || after(from).contains(to));
    }

    /** What is still to be applied to a state on the way. */
    List<Lineage> after(Lineage lineage) {
        return commits.subList(commits.indexOf(lineage) + 1, commits.size());
    }

    /** Moves a state on the way to its end. */
    void bringForward(TieredState state) throws IOException {
        changelog.replay(after(state.content().from()), state);
    }
}
