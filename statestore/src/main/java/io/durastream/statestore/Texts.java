package io.durastream.statestore;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Texts in binary formats: a length of 2 bytes and that many bytes of UTF-8. */
final class Texts {

    private static final int MAX_BYTES = 0xFFFF;

    private Texts() {}

    static int size(String text) {
        return Short.BYTES + text.getBytes(StandardCharsets.UTF_8).length;
    }

    static void put(ByteBuffer target, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("A text has at most " + MAX_BYTES + " bytes, got " + bytes.length + ": "
                    + text.substring(0, 80) + "…");
        }
        target.putShort((short) bytes.length).put(bytes);
    }

    static String get(ByteBuffer source) {
        byte[] bytes = new byte[Short.toUnsignedInt(source.getShort())];
        source.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
