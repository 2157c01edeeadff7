package io.durastream.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable byte string with value equality: a payload that the batch log carries and does not understand. */
public final class Bytes {

    private static final int SHOWN_BYTES = 16;
    private static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** {@return no bytes} */
    public static Bytes empty() {
        return EMPTY;
    }

    /** A copy of {@code content}. */
    public static Bytes of(byte[] content) {
        return new Bytes(content.clone());
    }

    /** The buffer's remaining bytes, copied; the buffer's position stays. */
    public static Bytes of(ByteBuffer content) {
        byte[] copy = new byte[content.remaining()];
        content.duplicate().get(copy);
        return new Bytes(copy);
    }

    /** The UTF-8 form of {@code text}. */
    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return how many bytes there are} */
    public int length() {
        return content.length;
    }

    /** {@return the bytes, copied} */
    public byte[] toByteArray() {
        return content.clone();
    }

    /** A read-only view. */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(content).asReadOnlyBuffer();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        int shown = Math.min(content.length, SHOWN_BYTES);
        return "Bytes[" + content.length + ": " + HexFormat.of().formatHex(content, 0, shown)
                + (shown < content.length ? "…" : "") + "]";
    }
}
