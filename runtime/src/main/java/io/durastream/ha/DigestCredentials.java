package io.durastream.ha;

/**
 * Who a candidate is to ZooKeeper, in its scheme {@code digest}. Nodes that it makes can be read and changed by those who
 * have the same credentials, and by nobody else.
 *
 * @param user without a colon
 * @param password of any characters
 */
public record DigestCredentials(String user, Secret password) {

    /**
     * Checks both.
     *
     * @param user without a colon
     * @param password of any characters
     * @throws IllegalArgumentException when the user is empty or has a colon, or the password is empty
     */
    public DigestCredentials {
        if (user.isEmpty() || user.indexOf(':') >= 0) {
            throw new IllegalArgumentException("The ZooKeeper user is '" + user + "', expected a name without a colon");
        }
        if (password.reveal().isEmpty()) {
            throw new IllegalArgumentException(
                    "The password of the ZooKeeper user " + user + " is empty, expected at least one character");
        }
    }

    /**
     * Reads {@code user:password}.
     *
     * @param text divided at its first colon
     * @return the credentials
     * @throws IllegalArgumentException when there is no colon, or a part is empty; the text is not in the message
     */
    public static DigestCredentials parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("The ZooKeeper credentials have no colon, expected user:password");
        }
        return new DigestCredentials(text.substring(0, colon), new Secret(text.substring(colon + 1)));
    }
}
