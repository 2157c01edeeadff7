package io.durastream.runtime.state;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.serializers.ImmutableSerializer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.api.java.Optional;
import scala.Option;
import scala.Product;
import scala.Some;
import scala.Tuple1;
import scala.Tuple2;
import scala.Tuple3;
import scala.Tuple4;
import scala.Tuple5;
import scala.collection.Iterable;
import scala.collection.Iterator;
import scala.collection.immutable.List$;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Set$;
import scala.collection.immutable.Vector$;
import scala.collection.mutable.Builder;

/**
 * What users of Spark have in their state besides their own classes. The many classes that Scala has for one kind of value
 * share a number, so that equal values give equal bytes, and another release of Scala may have other classes.
 */
final class SparkClasses {

    /** Those below are the state store's. */
    private static final int FIRST_NUMBER = 100;

    private static final String IMMUTABLE = "scala.collection.immutable.";
    /** Primitive types for which Scala has tuples of their own, in its abbreviation. */
    private static final String SPECIAL = "ZCIJD";

    private SparkClasses() {}

    /** Gives them their numbers, in an order that is a part of the format: append only. */
    static void register(Kryo kryo) {
        int number = FIRST_NUMBER;
        register(kryo, number++, new Tuples(1, of -> new Tuple1<>(of[0])), specialized("scala.Tuple1", singles()));
        register(kryo, number++, new Tuples(2, of -> new Tuple2<>(of[0], of[1])), specialized("scala.Tuple2", pairs()));
        register(kryo, number++, new Tuples(3, of -> new Tuple3<>(of[0], of[1], of[2])), List.of("scala.Tuple3"));
        register(
                kryo, number++, new Tuples(4, of -> new Tuple4<>(of[0], of[1], of[2], of[3])), List.of("scala.Tuple4"));
        register(
                kryo,
                number++,
                new Tuples(5, of -> new Tuple5<>(of[0], of[1], of[2], of[3], of[4])),
                List.of("scala.Tuple5"));
        register(kryo, number++, new Somes(), List.of("scala.Some"));
        register(kryo, number++, new Nones(), List.of("scala.None$"));
        register(kryo, number++, new Optionals(), List.of(Optional.class.getName()));
        register(kryo, number++, new Elements(List$.MODULE$::newBuilder), immutable("$colon$colon", "Nil$"));
        register(
                kryo,
                number++,
                new Elements(Vector$.MODULE$::newBuilder),
                immutable("Vector0$", "Vector1", "Vector2", "Vector3", "Vector4", "Vector5", "Vector6"));
        register(
                kryo,
                number++,
                new Elements(Map$.MODULE$::newBuilder),
                immutable("Map$EmptyMap$", "Map$Map1", "Map$Map2", "Map$Map3", "Map$Map4", "HashMap"));
        register(
                kryo,
                number++,
                new Elements(Set$.MODULE$::newBuilder),
                immutable("Set$EmptySet$", "Set$Set1", "Set$Set2", "Set$Set3", "Set$Set4", "HashSet"));
    }

    private static void register(Kryo kryo, int number, Serializer<?> serializer, List<String> classes) {
        for (String name : classes) {
            try {
                Class<?> type = Class.forName(name, false, SparkClasses.class.getClassLoader());
                // Kryo itself would take the number from the class that has it already.
                kryo.getClassResolver().register(new Registration(type, serializer, number));
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException("Expected Scala 2.13 and Spark on the class path: " + name, e);
            }
        }
    }

    private static List<String> immutable(String... names) {
        return Arrays.stream(names).map(IMMUTABLE::concat).toList();
    }

    private static List<String> specialized(String tuple, Stream<String> types) {
        List<String> names =
                new ArrayList<>(types.map(type -> tuple + "$mc" + type + "$sp").toList());
        names.add(tuple);
        return names;
    }

    private static Stream<String> singles() {
        return Stream.of("I", "J", "D");
    }

    private static Stream<String> pairs() {
        return SPECIAL.chars()
                .boxed()
                .flatMap(one -> SPECIAL.chars().mapToObj(other -> Character.toString(one) + Character.toString(other)));
    }

    /** The elements, one after the other. */
    private static final class Tuples extends ImmutableSerializer<Product> {

        private final int arity;
        private final Function<Object[], Product> maker;

        Tuples(int arity, Function<Object[], Product> maker) {
            this.arity = arity;
            this.maker = maker;
        }

        @Override
        public void write(Kryo kryo, Output output, Product tuple) {
            for (int i = 0; i < arity; i++) {
                kryo.writeClassAndObject(output, tuple.productElement(i));
            }
        }

        @Override
        public Product read(Kryo kryo, Input input, Class<? extends Product> type) {
            Object[] elements = new Object[arity];
            for (int i = 0; i < arity; i++) {
                elements[i] = kryo.readClassAndObject(input);
            }
            return maker.apply(elements);
        }
    }

    /** What is in it. */
    private static final class Somes extends ImmutableSerializer<Option<Object>> {

        @Override
        public void write(Kryo kryo, Output output, Option<Object> some) {
            kryo.writeClassAndObject(output, some.get());
        }

        @Override
        public Option<Object> read(Kryo kryo, Input input, Class<? extends Option<Object>> type) {
            return new Some<>(kryo.readClassAndObject(input));
        }
    }

    /** Nothing. */
    private static final class Nones extends ImmutableSerializer<Option<Object>> {

        @Override
        public void write(Kryo kryo, Output output, Option<Object> none) {}

        @Override
        public Option<Object> read(Kryo kryo, Input input, Class<? extends Option<Object>> type) {
            return Option.empty();
        }
    }

    /** What is in it, or null. */
    private static final class Optionals extends ImmutableSerializer<Optional<Object>> {

        @Override
        public void write(Kryo kryo, Output output, Optional<Object> optional) {
            kryo.writeClassAndObject(output, optional.orNull());
        }

        @Override
        public Optional<Object> read(Kryo kryo, Input input, Class<? extends Optional<Object>> type) {
            return Optional.ofNullable(kryo.readClassAndObject(input));
        }
    }

    /** How many (varint), and one after the other; those of maps are pairs. */
    private static final class Elements extends ImmutableSerializer<Iterable<Object>> {

        private final Supplier<? extends Builder<?, ?>> builder;

        Elements(Supplier<? extends Builder<?, ?>> builder) {
            this.builder = builder;
        }

        @Override
        public void write(Kryo kryo, Output output, Iterable<Object> elements) {
            output.writeVarInt(elements.size(), true);
            for (Iterator<Object> next = elements.iterator(); next.hasNext(); ) {
                kryo.writeClassAndObject(output, next.next());
            }
        }

        @Override
        @SuppressWarnings("unchecked") // what came out goes in
        public Iterable<Object> read(Kryo kryo, Input input, Class<? extends Iterable<Object>> type) {
            Builder<Object, Iterable<Object>> elements = (Builder<Object, Iterable<Object>>) builder.get();
            for (int n = input.readVarInt(true); n > 0; n--) {
                elements.addOne(kryo.readClassAndObject(input));
            }
            return elements.result();
        }
    }
}
