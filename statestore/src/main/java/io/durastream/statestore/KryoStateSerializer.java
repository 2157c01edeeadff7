package io.durastream.statestore;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.StdInstantiatorStrategy;
import com.esotericsoftware.kryo.kryo5.serializers.DefaultSerializers;
import com.esotericsoftware.kryo.kryo5.serializers.FieldSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.RecordSerializer;
import com.esotericsoftware.kryo.kryo5.util.DefaultInstantiatorStrategy;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Any class, through a Kryo of its own. */
final class KryoStateSerializer<T> implements StateSerializer<T> {

    private static final int BUFFER_BYTES = 256;
    private static final int NO_LIMIT = -1;

    private final Kryo kryo = new CheckingKryo();
    private final Output output = new Output(BUFFER_BYTES, NO_LIMIT);
    private final Input input = new Input();

    KryoStateSerializer(Consumer<Kryo> customizer) {
        kryo.setRegistrationRequired(false);
        kryo.setReferences(true);
        kryo.setInstantiatorStrategy(new DefaultInstantiatorStrategy(new StdInstantiatorStrategy()));
        ClassLoader userClasses = Thread.currentThread().getContextClassLoader();
        if (userClasses != null) {
            kryo.setClassLoader(userClasses);
        }
        // What Kryo has serializers for and does not use unasked.
        kryo.addDefaultSerializer(UUID.class, new DefaultSerializers.UUIDSerializer());
        kryo.addDefaultSerializer(URI.class, new DefaultSerializers.URISerializer());
        kryo.addDefaultSerializer(Pattern.class, new DefaultSerializers.PatternSerializer());
        kryo.addDefaultSerializer(AtomicBoolean.class, new DefaultSerializers.AtomicBooleanSerializer());
        kryo.addDefaultSerializer(AtomicInteger.class, new DefaultSerializers.AtomicIntegerSerializer());
        kryo.addDefaultSerializer(AtomicLong.class, new DefaultSerializers.AtomicLongSerializer());
        kryo.addDefaultSerializer(AtomicReference.class, new DefaultSerializers.AtomicReferenceSerializer());
        customizer.accept(kryo);
    }

    @Override
    public byte[] serialize(T value) {
        output.reset();
        kryo.writeClassAndObject(output, value);
        return output.toBytes();
    }

    @Override
    @SuppressWarnings("unchecked")
    public T deserialize(byte[] bytes) {
        input.setBuffer(bytes);
        try {
            return (T) kryo.readClassAndObject(input);
        } catch (KryoException e) {
            throw new IncompatibleStateException(
                    "State cannot be read with the classes of this release: " + e.getMessage()
                            + ". Start with the classes that it was written with, or drop the operator's state",
                    e);
        }
    }

    @Override
    public String format() {
        return "kryo5/1";
    }

    /** Puts the digest of a class's fields in front of each of its objects. */
    private static final class CheckingKryo extends Kryo {

        @Override
        @SuppressWarnings({"rawtypes", "unchecked"}) // as Kryo declares it
        public Serializer getDefaultSerializer(Class type) {
            Serializer<Object> serializer = super.getDefaultSerializer(type);
            return serializer instanceof FieldSerializer<?> || (Serializer) serializer instanceof RecordSerializer<?>
                    ? new FieldCheck(serializer, FieldDigest.of(type))
                    : serializer;
        }
    }

    private static final class FieldCheck extends Serializer<Object> {

        private final Serializer<Object> serializer;
        private final int digest;

        FieldCheck(Serializer<Object> serializer, int digest) {
            super(serializer.getAcceptsNull(), serializer.isImmutable());
            this.serializer = serializer;
            this.digest = digest;
        }

        @Override
        public void write(Kryo kryo, Output output, Object object) {
            output.writeInt(digest);
            serializer.write(kryo, output, object);
        }

        @Override
        public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
            if (input.readInt() != digest) {
                throw new IncompatibleStateException("The fields of " + type.getName()
                        + " are not those that the state was written with; now they are " + FieldDigest.describe(type)
                        + ". Start with the class as it was, or drop the operator's state");
            }
            return serializer.read(kryo, input, type);
        }
    }
}
