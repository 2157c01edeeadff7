package io.durastream.statestore;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a class looked like when objects of it were written: enough to read them with a later version of the class.
 *
 * <p>Binary form, big-endian; {@code text} is a length of 2 bytes and UTF-8:
 *
 * <pre>
 *  0        1      2            …       …+2
 *  +--------+------+------------+-------+--------------------------------
 *  | layout | kind | class name | n (2) | n × (name, text; type, text)
 *  | 1      |      | text       |       |
 *  +--------+------+------------+-------+--------------------------------
 * </pre>
 *
 * @param className as {@link Class#getName} gives it
 * @param fields in the order in which they are written: sorted by name; only a class or record of the user's has any
 */
record Shape(Kind kind, String className, List<Field> fields) {

    private static final byte LAYOUT = 1;
    /** The first bit of every id: in a value, no other byte at the begin of an object has it. */
    private static final int ID_BIT = 1 << 31;

    Shape {
        fields = List.copyOf(fields);
    }

    /** How objects are written. */
    enum Kind {
        /** Field by field; by reference where an object occurs again. */
        CLASS(0),
        /** Field by field. */
        RECORD(1),
        /** By the constant's name. */
        ENUM(2),
        /** In a form that its serializer alone knows. */
        OTHER(3);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        private static Kind of(int code) {
            return Arrays.stream(values())
                    .filter(kind -> kind.code == code)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("Expected a kind of shape, got " + code));
        }

        /** Whether the fields tell how objects are written. */
        boolean hasFields() {
            return this == CLASS || this == RECORD;
        }
    }

    /** @param type the declared type, as {@link Class#getName} gives it */
    record Field(String name, String type) {

        @Override
        public String toString() {
            return name + ": " + type;
        }
    }

    /** What stands for the shape in values: the first 4 bytes of the SHA-256 of the binary form, with the first bit set. */
    int id() {
        return ByteBuffer.wrap(sha256(encode())).getInt() | ID_BIT;
    }

    byte[] encode() {
        int size = 2 * Byte.BYTES + Texts.size(className) + Short.BYTES;
        for (Field field : fields) {
            size += Texts.size(field.name) + Texts.size(field.type);
        }
        ByteBuffer bytes = ByteBuffer.allocate(size).put(LAYOUT).put((byte) kind.code);
        Texts.put(bytes, className);
        bytes.putShort((short) fields.size());
        for (Field field : fields) {
            Texts.put(bytes, field.name);
            Texts.put(bytes, field.type);
        }
        return bytes.array();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException when the bytes are no shape
     */
    static Shape decode(ByteBuffer bytes) {
        try {
            byte layout = bytes.get();
            if (layout != LAYOUT) {
                throw new IllegalArgumentException("Expected a shape of layout " + LAYOUT + ", got " + layout
                        + "; a newer release may have written it");
            }
            Kind kind = Kind.of(bytes.get());
            String className = Texts.get(bytes);
            List<Field> fields = new ArrayList<>();
            for (int n = Short.toUnsignedInt(bytes.getShort()); n > 0; n--) {
                fields.add(new Field(Texts.get(bytes), Texts.get(bytes)));
            }
            return new Shape(kind, className, fields);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("A shape ends too early", e);
        }
    }

    /** For messages: the class and its fields. */
    @Override
    public String toString() {
        return kind.hasFields()
                ? fields.stream().map(Field::toString).collect(Collectors.joining(", ", className + " (", ")"))
                : className;
    }

    static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
