package io.durastream.statestore;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Array;

/** Arrays of objects: length (varint), and each element with its class, which may have changed when it is read. */
final class ObjectArrays extends Serializer<Object[]> {

    @Override
    public void write(Kryo kryo, Output output, Object[] array) {
        output.writeVarInt(array.length, true);
        for (Object element : array) {
            kryo.writeClassAndObject(output, element);
        }
    }

    @Override
    public Object[] read(Kryo kryo, Input input, Class<? extends Object[]> type) {
        Object[] array = (Object[]) Array.newInstance(type.getComponentType(), input.readVarInt(true));
        kryo.reference(array);
        for (int i = 0; i < array.length; i++) {
            array[i] = kryo.readClassAndObject(input);
        }
        return array;
    }
}
