package io.durastream.statestore;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/**
 * Passes over objects that cannot be made any more, and are only in fields that are gone, too. Stands for each of them;
 * nobody gets to see it.
 */
final class LostObjects extends Serializer<Object> {

    private final Shape shape;
    private final IncompatibleStateException refused;

    /** @param refused to be thrown if an object is wanted after all */
    LostObjects(Shape shape, IncompatibleStateException refused) {
        super(false, shape.kind() != Shape.Kind.CLASS);
        this.shape = shape;
        this.refused = refused;
    }

    /** {@return what to throw when such an object is wanted} */
    IncompatibleStateException refused() {
        return new IncompatibleStateException(String.valueOf(refused.getMessage()), refused);
    }

    @Override
    public void write(Kryo kryo, Output output, Object object) {
        throw new IllegalStateException("Nothing is written in the shape of an earlier release");
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
        kryo.reference(this);
        switch (shape.kind()) {
            case CLASS, RECORD ->
                shape.fields().forEach(field -> FieldType.of(field.type()).read(kryo, input));
            case ENUM -> FieldType.STRING.read(kryo, input);
            case OTHER -> throw refused(); // nobody knows where it ends
        }
        return this;
    }
}
