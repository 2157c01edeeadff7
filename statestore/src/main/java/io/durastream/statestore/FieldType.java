package io.durastream.statestore;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a field is written; follows from its declared type. Integral numbers take as many bytes as their value needs. */
enum FieldType {
    BOOLEAN("boolean", "java.lang.Boolean"),
    CHAR("char", "java.lang.Character"),
    BYTE("byte", "java.lang.Byte"),
    SHORT("short", "java.lang.Short"),
    INT("int", "java.lang.Integer"),
    LONG("long", "java.lang.Long"),
    FLOAT("float", "java.lang.Float"),
    DOUBLE("double", "java.lang.Double"),
    /** May be null. */
    STRING("java.lang.String", null),
    /** With the class that it happens to have; may be null. Boxed numbers too. */
    OBJECT(null, null);

    private static final Map<String, FieldType> BY_NAME = new HashMap<>();
    private static final Map<String, FieldType> BY_BOX = new HashMap<>();

    static {
        for (FieldType type : values()) {
            if (type.typeName != null) {
                BY_NAME.put(type.typeName, type);
            }
            if (type.box != null) {
                BY_BOX.put(type.box, type);
            }
        }
    }

    private final @Nullable String typeName;
    private final @Nullable String box;

    FieldType(@Nullable String typeName, @Nullable String box) {
        this.typeName = typeName;
        this.box = box;
    }

    /** @param typeName as {@link Class#getName} gives it */
    static FieldType of(String typeName) {
        return BY_NAME.getOrDefault(typeName, OBJECT);
    }

    /** As {@link #of}, but a box counts as what is in it. */
    static FieldType unboxed(String typeName) {
        return BY_BOX.getOrDefault(typeName, of(typeName));
    }

    boolean isPrimitive() {
        return this != STRING && this != OBJECT;
    }

    /** Whether every value of this primitive type is one of another. */
    boolean widensTo(FieldType wider) {
        if (this == wider) {
            return isPrimitive();
        }
        boolean longer = isIntegral() && wider.isIntegral() && compareTo(wider) < 0;
        return longer || (this == FLOAT && wider == DOUBLE);
    }

    private boolean isIntegral() {
        return this == BYTE || this == SHORT || this == INT || this == LONG;
    }

    /** @param value of a type that widens to this one */
    Object widen(Object value) {
        if (!(value instanceof Number number)) {
            return value;
        }
        return switch (this) {
            case BYTE -> number.byteValue();
            case SHORT -> number.shortValue();
            case INT -> number.intValue();
            case LONG -> number.longValue();
            case FLOAT -> number.floatValue();
            case DOUBLE -> number.doubleValue();
            default -> value;
        };
    }

    void write(Kryo kryo, Output output, Field field, Object from) throws IllegalAccessException {
        switch (this) {
            case BOOLEAN -> output.writeBoolean(field.getBoolean(from));
            case CHAR -> output.writeChar(field.getChar(from));
            case BYTE -> output.writeByte(field.getByte(from));
            case SHORT -> output.writeVarInt(field.getShort(from), false);
            case INT -> output.writeVarInt(field.getInt(from), false);
            case LONG -> output.writeVarLong(field.getLong(from), false);
            case FLOAT -> output.writeFloat(field.getFloat(from));
            case DOUBLE -> output.writeDouble(field.getDouble(from));
            case STRING -> output.writeString((String) field.get(from));
            case OBJECT -> kryo.writeClassAndObject(output, field.get(from));
        }
    }

    @Nullable
    Object read(Kryo kryo, Input input) {
        return switch (this) {
            case BOOLEAN -> input.readBoolean();
            case CHAR -> input.readChar();
            case BYTE -> input.readByte();
            case SHORT -> (short) input.readVarInt(false);
            case INT -> input.readVarInt(false);
            case LONG -> input.readVarLong(false);
            case FLOAT -> input.readFloat();
            case DOUBLE -> input.readDouble();
            case STRING -> input.readString();
            case OBJECT -> kryo.readClassAndObject(input);
        };
    }

    /** As {@link #read}, without a box. */
    void readInto(Kryo kryo, Input input, Field field, Object target) throws IllegalAccessException {
        switch (this) {
            case INT -> field.setInt(target, input.readVarInt(false));
            case LONG -> field.setLong(target, input.readVarLong(false));
            case DOUBLE -> field.setDouble(target, input.readDouble());
            default -> field.set(target, read(kryo, input));
        }
    }
}
