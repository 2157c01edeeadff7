package io.durastream.statestore;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.SerializerFactory;
import com.esotericsoftware.kryo.kryo5.serializers.CollectionSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.DefaultSerializers;
import com.esotericsoftware.kryo.kryo5.serializers.JavaSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.MapSerializer;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/** What becomes of which class: numbers for those of the JDK that are common in state, and who writes all others. */
final class KnownClasses {

    /** Kryo itself has numbers below this, for primitives and strings. */
    private static final int FIRST_NUMBER = 10;

    /** Numbered in this order, which is a part of the format: append only, and see {@link Wrappers} for those behind. */
    private static final List<Class<?>> NUMBERED = List.of(
            byte[].class,
            int[].class,
            long[].class,
            double[].class,
            ArrayList.class,
            LinkedList.class,
            ArrayDeque.class,
            PriorityQueue.class,
            HashMap.class,
            LinkedHashMap.class,
            TreeMap.class,
            ConcurrentHashMap.class,
            HashSet.class,
            LinkedHashSet.class,
            TreeSet.class,
            EnumSet.class,
            List.of().getClass(),
            List.of(1).getClass(),
            Set.of().getClass(),
            Set.of(1).getClass(),
            Map.of().getClass(),
            Map.of(1, 1).getClass(),
            Arrays.asList().getClass(),
            Collections.emptyList().getClass(),
            Collections.emptySet().getClass(),
            Collections.emptyMap().getClass(),
            Collections.singletonList(1).getClass(),
            Collections.singleton(1).getClass(),
            Collections.singletonMap(1, 1).getClass(),
            Optional.class,
            OptionalInt.class,
            OptionalLong.class,
            OptionalDouble.class,
            BigInteger.class,
            BigDecimal.class,
            Date.class,
            BitSet.class,
            Duration.class,
            Instant.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class,
            Period.class,
            ZoneOffset.class,
            ZoneId.of("Europe/Paris").getClass());

    private KnownClasses() {}

    /** Gives classes their numbers. Comes before whatever else is registered. */
    static void register(Kryo kryo) {
        int number = FIRST_NUMBER;
        for (Class<?> type : NUMBERED) {
            kryo.register(type, number++);
        }
        kryo.register(Object[].class, new ObjectArrays(), number++);
        kryo.register(String[].class, number++);
        kryo.register(EnumMap.class, new EnumMaps(), number++);
        kryo.register(UUID.class, new DefaultSerializers.UUIDSerializer(), number++);
        kryo.register(AtomicInteger.class, new DefaultSerializers.AtomicIntegerSerializer(), number++);
        kryo.register(AtomicLong.class, new DefaultSerializers.AtomicLongSerializer(), number++);
        for (Wrappers<?> wrapper : Wrappers.all()) {
            kryo.register(wrapper.type(), wrapper, number++);
        }
    }

    /** Says how all other classes are written. Comes last, as Kryo asks those first that were added first. */
    static void addDefaults(Kryo kryo) {
        kryo.addDefaultSerializer(URI.class, new DefaultSerializers.URISerializer());
        kryo.addDefaultSerializer(Pattern.class, new DefaultSerializers.PatternSerializer());
        kryo.addDefaultSerializer(AtomicBoolean.class, new DefaultSerializers.AtomicBooleanSerializer());
        kryo.addDefaultSerializer(AtomicReference.class, new DefaultSerializers.AtomicReferenceSerializer());
        kryo.addDefaultSerializer(Class.class, new JavaSerializer());
        kryo.addDefaultSerializer(Throwable.class, new JavaSerializer());
        kryo.addDefaultSerializer(Object[].class, new ObjectArrays());
        kryo.addDefaultSerializer(Enum.class, new ByName());
        kryo.addDefaultSerializer(Record.class, new ByFields());
        kryo.setDefaultSerializer(new ByFields());
    }

    /** @throws KryoException when the serializer would lose something of an object, or could not read it again */
    static void requireWhole(Class<?> type, Serializer<?> serializer) {
        if (serializer.getClass() == CollectionSerializer.class || serializer.getClass() == MapSerializer.class) {
            requirePlainCollection(type);
        }
    }

    private static void requirePlainCollection(Class<?> type) {
        if (Arrays.stream(type.getDeclaredConstructors())
                .noneMatch(constructor -> constructor.getParameterCount() == 0)) {
            throw refused(
                    type, "has no constructor without arguments, as a collection needs; copy it into one of java.util");
        }
        for (Class<?> own = type; !isOfPlatform(own); own = own.getSuperclass()) {
            Class<?> base = own.getSuperclass();
            boolean extendsContents = isOfPlatform(base)
                    && (Collection.class.isAssignableFrom(base) || Map.class.isAssignableFrom(base))
                    && !Modifier.isAbstract(base.getModifiers());
            if (extendsContents && Arrays.stream(own.getDeclaredFields()).anyMatch(ClassFields::isState)) {
                throw refused(type, "is a collection with fields of its own, which would be lost");
            }
        }
    }

    private static boolean isOfPlatform(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    private static KryoException refused(Class<?> type, String reason) {
        return new KryoException(type.getName() + " " + reason);
    }

    private static final class ByName extends SerializerFactory.BaseSerializerFactory<EnumNames> {

        @Override
        @SuppressWarnings("rawtypes") // as Kryo declares it
        public EnumNames newSerializer(Kryo kryo, Class type) {
            return new EnumNames(type);
        }
    }

    /** Classes of users' by their fields; those of the JDK that are not mentioned anywhere by Java's serialization. */
    private static final class ByFields extends SerializerFactory.BaseSerializerFactory<Serializer<?>> {

        @Override
        @SuppressWarnings("rawtypes") // as Kryo declares it
        public Serializer<?> newSerializer(Kryo kryo, Class type) {
            if (type.isHidden() || Proxy.isProxyClass(type)) {
                throw refused(type, "is made by the JVM, and not there in the next process");
            }
            if (!isOfPlatform(type)) {
                return new FieldsSerializer(ClassFields.of(type));
            }
            if (Serializable.class.isAssignableFrom(type)) {
                return new JavaSerializer();
            }
            throw refused(type, "is a class of the JDK that is not serializable");
        }
    }
}
