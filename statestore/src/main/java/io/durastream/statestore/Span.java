package io.durastream.statestore;

/**
 * What a copy of a state holds that was written while commits went on: all of {@code from}, and of the commits behind it up
 * to {@code to} some rows and others not. A change is the whole row that it leaves; so applying all commits behind {@code
 * from} again, up to {@code to} or any later one, gives that state exactly.
 *
 * @param files how many files of changes the copy was made of; each has a number of its own
 */
record Span(Lineage from, Lineage to, long files) {

    static final Span EMPTY = new Span(Lineage.EMPTY, Lineage.EMPTY, 0);
}
