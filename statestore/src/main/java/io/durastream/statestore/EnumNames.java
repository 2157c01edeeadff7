package io.durastream.statestore;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/** Enums by the names of their constants, so that constants can be added and moved. */
final class EnumNames extends Serializer<Enum<?>> {

    private final Class<?> type;

    /** @param type the enum */
    EnumNames(Class<?> type) {
        super(false, true);
        this.type = type;
    }

    @Override
    public void write(Kryo kryo, Output output, Enum<?> constant) {
        output.writeString(constant.name());
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // it is an enum
    public Enum<?> read(Kryo kryo, Input input, Class<? extends Enum<?>> unused) {
        String name = input.readString();
        try {
            return Enum.valueOf((Class) type, name);
        } catch (IllegalArgumentException e) {
            throw new IncompatibleStateException(
                    "The state has " + name + " of the enum " + type.getName()
                            + ", which has no such constant any more. " + IncompatibleStateException.REMEDY,
                    e);
        }
    }
}
