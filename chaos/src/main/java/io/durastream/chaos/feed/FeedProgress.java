package io.durastream.chaos.feed;

/**
 * How far a feeder has come.
 *
 * @param records all records of the text, fewer once it was finished
 * @param arisen records that have come into being at the source so far, sent or not
 * @param sent records handed to the network at least once
 * @param resent records handed to the network again, each time counted
 * @param acknowledged records that a client called durable; the source has forgotten them
 * @param connections clients that said {@code RESUME}
 */
public record FeedProgress(long records, long arisen, long sent, long resent, long acknowledged, int connections) {

    /** Whether the source can forget the whole text. */
    public boolean complete() {
        return acknowledged == records;
    }
}
