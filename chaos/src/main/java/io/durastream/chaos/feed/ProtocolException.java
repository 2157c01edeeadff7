package io.durastream.chaos.feed;

import java.io.IOException;

/** A client said something that the feeder's protocol does not allow. The connection ends. */
final class ProtocolException extends IOException {

    private static final long serialVersionUID = 1;

    ProtocolException(String message) {
        super(message);
    }
}
