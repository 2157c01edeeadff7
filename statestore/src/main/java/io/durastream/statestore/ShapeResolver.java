package io.durastream.statestore;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.util.DefaultClassResolver;
import com.esotericsoftware.kryo.kryo5.util.IdentityObjectIntMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the class of an object is written in front of it:
 *
 * <pre>
 *  00             null
 *  01 | n         the same shape as the nth one in this value (varint, from 0)
 *  02 … 7f        a class that is known by number
 *  80 … ff | 3    the id of a shape, which is 4 bytes with the first bit set
 * </pre>
 */
final class ShapeResolver extends DefaultClassResolver {

    /** Numbers of classes, as Kryo counts, are below this. */
    static final int MAX_CLASSES = 126;

    private static final int NULL = 0;
    private static final int SAME_SHAPE = 1;
    private static final int FIRST_CLASS = 2;
    private static final int SHAPE_BIT = 0x80;
    private static final int NONE = -1;

    /** By id, whatever the class looks like now. */
    private final Map<Integer, Registration> readers = new HashMap<>();

    /** The shapes in the value at hand, in the order in which they occur. */
    private final IdentityObjectIntMap<Shaped> written = new IdentityObjectIntMap<>();

    private final List<Registration> read = new ArrayList<>();
    private @Nullable Shapes shapes;
    /** Of the shape read last. */
    private @Nullable Registration earlier;

    private int skipping;

    static ShapeResolver of(Kryo kryo) {
        return (ShapeResolver) kryo.getClassResolver();
    }

    /** Where the shapes of the next values are. */
    void shapes(Shapes where) {
        shapes = where;
    }

    @Override
    public Registration register(Registration registration) {
        if (registration.getId() >= MAX_CLASSES) {
            throw new IllegalArgumentException("Expected numbers of registered classes below " + MAX_CLASSES + ", got "
                    + registration.getId() + " for " + registration.getType().getName());
        }
        return super.register(registration);
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"}) // as Kryo declares it
    public Registration registerImplicit(Class type) {
        Serializer<?> serializer = kryo.getDefaultSerializer(type);
        KnownClasses.requireWhole(type, serializer);
        return register(new Shaped(type, serializer, shapeOf(type, serializer)));
    }

    private static Shape shapeOf(Class<?> type, Serializer<?> serializer) {
        if (serializer instanceof FieldsSerializer fields) {
            return fields.shape();
        }
        Shape.Kind kind = serializer instanceof EnumNames ? Shape.Kind.ENUM : Shape.Kind.OTHER;
        return new Shape(kind, type.getName(), List.of());
    }

    @Override
    @SuppressWarnings({"rawtypes", "NullAway"}) // as Kryo declares it: no registration for null
    public Registration writeClass(Output output, @Nullable Class type) {
        if (type == null) {
            output.writeByte(NULL);
            return null;
        }
        Registration registration = kryo.getRegistration(type);
        if (registration instanceof Shaped shaped) {
            writeShape(output, shaped);
        } else {
            output.writeByte(FIRST_CLASS + registration.getId());
        }
        return registration;
    }

    private void writeShape(Output output, Shaped shaped) {
        int before = written.get(shaped, NONE);
        if (before != NONE) {
            output.writeByte(SAME_SHAPE);
            output.writeVarInt(before, true);
            return;
        }
        written.put(shaped, written.size);
        if (shaped.keptIn != shapes) {
            requireShapes().keep(shaped.id, shaped.shape);
            shaped.keptIn = shapes;
        }
        output.writeByte(shaped.id >>> 24);
        output.writeByte(shaped.id >>> 16);
        output.writeByte(shaped.id >>> 8);
        output.writeByte(shaped.id);
    }

    @Override
    @SuppressWarnings("NullAway") // as Kryo declares it: no registration for null
    public Registration readClass(Input input) {
        int first = input.readByteUnsigned();
        if (first >= SHAPE_BIT) {
            int id = (first << 24)
                    | (input.readByteUnsigned() << 16)
                    | (input.readByteUnsigned() << 8)
                    | input.readByteUnsigned();
            Registration registration = reader(id);
            read.add(registration);
            return wanted(registration);
        }
        if (first == SAME_SHAPE) {
            return wanted(read.get(input.readVarInt(true)));
        }
        if (first == NULL) {
            return null;
        }
        Registration registration = getRegistration(first - FIRST_CLASS);
        if (registration == null) {
            throw new KryoException("No class has the number " + (first - FIRST_CLASS));
        }
        return registration;
    }

    private Registration wanted(Registration registration) {
        if (skipping == 0 && registration.getSerializer() instanceof LostObjects lost) {
            throw lost.refused();
        }
        earlier = registration;
        return registration;
    }

    /** Whoever has just read the class of several objects asks for their serializer by type. */
    @Override
    @SuppressWarnings("rawtypes") // as Kryo declares it
    public @Nullable Registration getRegistration(Class type) {
        return References.isMarker(type) ? earlier : super.getRegistration(type);
    }

    private Registration reader(int id) {
        return readers.computeIfAbsent(id, unknown -> {
            Shape shape = requireShapes().get(id);
            try {
                return reader(shape);
            } catch (IncompatibleStateException e) {
                return new Registration(References.markerOf(shape.kind()), new LostObjects(shape, e), NAME);
            }
        });
    }

    private Registration reader(Shape then) {
        Registration now = kryo.getRegistration(load(then));
        if (now instanceof Shaped shaped && shaped.shape.equals(then)) {
            return now;
        }
        if (then.kind().hasFields() && now.getSerializer() instanceof FieldsSerializer fields) {
            return new Registration(References.markerOf(then.kind()), fields.reader(then), NAME);
        }
        throw new IncompatibleStateException("State was written with " + then + " as a "
                + then.kind().name().toLowerCase(Locale.ROOT) + "; now "
                + (now instanceof Shaped shaped
                        ? "it is a " + shaped.shape.kind().name().toLowerCase(Locale.ROOT)
                        : "it is written by " + now.getSerializer().getClass().getName())
                + ". " + IncompatibleStateException.REMEDY);
    }

    private Class<?> load(Shape then) {
        try {
            return Class.forName(then.className(), false, kryo.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IncompatibleStateException(
                    "State was written with the class " + then + ", which is gone or has another name now. "
                            + IncompatibleStateException.REMEDY,
                    e);
        }
    }

    /** Reads what nobody asks for any more, so that its class may be gone. */
    @Nullable
    Object skipping(Supplier<@Nullable Object> reading) {
        skipping++;
        try {
            return reading.get();
        } finally {
            skipping--;
        }
    }

    @Override
    public void reset() {
        if (written.size > 0) {
            written.clear();
        }
        read.clear();
    }

    private Shapes requireShapes() {
        if (shapes == null) {
            throw new IllegalStateException("Nobody has said where the shapes are");
        }
        return shapes;
    }

    /** A class that is known by its shape. */
    static final class Shaped extends Registration {

        private final Shape shape;
        private final int id;
        /** Where the shape was kept last, to ask only once. */
        private @Nullable Shapes keptIn;

        Shaped(Class<?> type, Serializer<?> serializer, Shape shape) {
            super(type, serializer, NAME);
            this.shape = shape;
            this.id = shape.id();
        }
    }
}
