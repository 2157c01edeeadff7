package io.durastream.statestore;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.StdInstantiatorStrategy;
import com.esotericsoftware.kryo.kryo5.util.DefaultInstantiatorStrategy;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A Kryo and its buffers. Owned by one thread; dear to make, so that a thread keeps its own. */
final class KryoEngine {

    private static final int BUFFER_BYTES = 256;
    /** A buffer that has grown above this is not kept. */
    private static final int MAX_KEPT_BYTES = 1 << 20;

    private static final int NO_LIMIT = -1;
    /** What a value begins with that is just a string: they need not go the long way. */
    private static final byte STRING = 3;

    private static final String REMEDY = ". Keep it in another class, or give the operator a serializer of its own";

    private final ShapeResolver resolver = new ShapeResolver();
    private final References references = new References();
    private final Kryo kryo = new Kryo(resolver, references);
    private final @Nullable ClassLoader userClasses;
    private final Input input = new Input();
    private Output output = new Output(BUFFER_BYTES, NO_LIMIT);

    /** @param userClasses null: those that Kryo finds */
    KryoEngine(Consumer<Kryo> customizer, @Nullable ClassLoader userClasses) {
        this.userClasses = userClasses;
        kryo.setRegistrationRequired(false);
        // What is known of the elements of a collection at one time need not hold at another.
        kryo.setOptimizedGenerics(false);
        kryo.setInstantiatorStrategy(new DefaultInstantiatorStrategy(new StdInstantiatorStrategy()));
        if (userClasses != null) {
            kryo.setClassLoader(userClasses);
        }
        KnownClasses.register(kryo);
        customizer.accept(kryo);
        KnownClasses.addDefaults(kryo);
    }

    boolean finds(@Nullable ClassLoader classes) {
        return userClasses == classes;
    }

    byte[] write(@Nullable Object value, Shapes shapes, boolean key) {
        resolver.shapes(shapes);
        references.keys(key);
        output.reset();
        try {
            if (value instanceof String text) {
                output.writeByte(STRING);
                output.writeString(text);
            } else {
                kryo.writeClassAndObject(output, value);
            }
            return output.toBytes();
        } catch (KryoException e) {
            throw new IllegalArgumentException("Not to be written as state: " + e.getMessage() + REMEDY, e);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException(
                    "Not to be written as state: an object contains itself, through records or in a key" + REMEDY, e);
        } finally {
            if (output.getBuffer().length > MAX_KEPT_BYTES) {
                output = new Output(BUFFER_BYTES, NO_LIMIT);
            }
        }
    }

    @Nullable
    Object read(byte[] bytes, int offset, Shapes shapes) {
        resolver.shapes(shapes);
        input.setBuffer(bytes, offset, bytes.length - offset);
        Object value;
        try {
            if (bytes.length > offset && bytes[offset] == STRING) {
                input.skip(1);
                value = input.readString();
            } else {
                value = kryo.readClassAndObject(input);
            }
        } catch (KryoException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new IncompatibleStateException(
                    "State cannot be read with the classes of this release: " + e.getMessage() + ". "
                            + IncompatibleStateException.REMEDY,
                    e);
        }
        if (input.position() != bytes.length) {
            throw new IncompatibleStateException("State of " + (bytes.length - offset) + " bytes ends after "
                    + (input.position() - offset) + ", with "
                    + (value == null ? null : value.getClass().getName())
                    + ". Read it with the serializer that it was written with");
        }
        return value;
    }
}
