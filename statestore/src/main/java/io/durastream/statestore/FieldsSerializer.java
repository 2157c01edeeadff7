package io.durastream.statestore;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Field;

/** Classes and records of the user's: one field after the other, without names. The shape of the class has those. */
final class FieldsSerializer extends Serializer<Object> {

    private final ClassFields now;
    private final Field[] fields;
    private final FieldType[] types;
    private final ShapeReader reader;

    FieldsSerializer(ClassFields now) {
        super(false, now.type().isRecord());
        this.now = now;
        this.fields = now.fields().toArray(Field[]::new);
        this.types = now.shape().fields().stream()
                .map(field -> FieldType.of(field.type()))
                .toArray(FieldType[]::new);
        this.reader = ShapeReader.of(now, now.shape());
    }

    Shape shape() {
        return now.shape();
    }

    /** Reads what another version of the class left. */
    ShapeReader reader(Shape then) {
        return ShapeReader.of(now, then);
    }

    @Override
    public void write(Kryo kryo, Output output, Object object) {
        int next = 0;
        try {
            for (; next < fields.length; next++) {
                types[next].write(kryo, output, fields[next], object);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("A field was made accessible and is not: " + fields[next], e);
        } catch (KryoException e) {
            e.addTrace(fields[next].getName() + " (" + now.type().getName() + ")");
            throw e;
        }
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
        return reader.read(kryo, input, type);
    }
}
