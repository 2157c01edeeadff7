package io.durastream.ha;

/**
 * A text that nobody may read by accident: it prints as asterisks.
 *
 * @param reveal the text itself
 */
public record Secret(String reveal) {

    /** Asterisks, however long the text is. */
    @Override
    public String toString() {
        return "***";
    }
}
