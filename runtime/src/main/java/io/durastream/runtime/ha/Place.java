package io.durastream.runtime.ha;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What the node of a candidate says: {@code <candidate>}, and {@code LF hand over} behind it where the leader is asked to
 * make room. Such a request ends with the leader that it is for.
 *
 * @param candidate whose node it is
 * @param handsOver whether it is asked to hand over
 */
record Place(CandidateId candidate, boolean handsOver) {

    private static final String HAND_OVER = "hand over";

    byte[] encode() {
        return (handsOver ? candidate + "\n" + HAND_OVER : candidate.value()).getBytes(UTF_8);
    }

    static Place decode(byte[] data) {
        String[] lines = new String(data, UTF_8).split("\n", 2);
        return new Place(new CandidateId(lines[0]), lines.length > 1 && lines[1].equals(HAND_OVER));
    }
}
