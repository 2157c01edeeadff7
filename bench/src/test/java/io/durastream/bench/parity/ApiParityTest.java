package io.durastream.bench.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.api.java.JavaMapWithStateDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaPairInputDStream;
import org.apache.spark.streaming.api.java.JavaPairReceiverInputDStream;
import org.apache.spark.streaming.api.java.JavaReceiverInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.receiver.Receiver;
import org.apache.spark.streaming.util.WriteAheadLog;
import org.apache.spark.streaming.util.WriteAheadLogRecordHandle;
import org.junit.jupiter.api.Test;

/**
 * Every constructor and method that Spark Streaming's Java API has is there, with the same parameters and result once the
 * type names are mapped; except for those that hand out a Scala type, which a Java program does not call.
 */
@SuppressWarnings("deprecation") // all of Spark Streaming is
final class ApiParityTest {

    private static final String API = "org.apache.spark.streaming.api.java.";

    /** What Scala adds to a class of its own, and what Spark's manual names as not for users. */
    private static final Set<String> NOT_FOR_USERS = Set.of(
            "copy",
            "apply",
            "unapply",
            "andThen",
            "compose",
            "productArity",
            "productElement",
            "productElementName",
            "productElementNames",
            "productIterator",
            "productPrefix",
            "canEqual",
            "$init$",
            "ssc",
            "dstream",
            "inputDStream",
            "receiverInputDStream",
            "wrapRDD",
            "scalaIntToJavaLong",
            "scalaToJavaLong",
            "saveAsNewAPIHadoopFiles$default$6",
            "setReceiverId",
            "getOption",
            "ordering");

    /** Erasure makes the forms without classes fail in every Java program; and what only the listener itself calls. */
    private static final Set<String> UNUSABLE =
            Set.of("saveAsHadoopFiles/2", "saveAsNewAPIHadoopFiles/2", "printStats/0");

    private static final List<Class<?>> CLASSES = List.of(
            JavaStreamingContext.class,
            JavaDStream.class,
            JavaPairDStream.class,
            JavaInputDStream.class,
            JavaPairInputDStream.class,
            JavaReceiverInputDStream.class,
            JavaPairReceiverInputDStream.class,
            JavaMapWithStateDStream.class,
            StreamingContextState.class,
            org.apache.spark.streaming.Duration.class,
            org.apache.spark.streaming.Durations.class,
            org.apache.spark.streaming.Milliseconds.class,
            org.apache.spark.streaming.Seconds.class,
            org.apache.spark.streaming.Minutes.class,
            org.apache.spark.streaming.Time.class,
            org.apache.spark.streaming.State.class,
            org.apache.spark.streaming.StateSpec.class,
            Receiver.class,
            WriteAheadLog.class,
            WriteAheadLogRecordHandle.class);

    private static final List<String> BY_NAME = List.of(
            "org.apache.spark.streaming.util.WriteAheadLogUtils",
            "org.apache.spark.streaming.scheduler.StatsReportListener",
            API + "JavaStreamingListener",
            API + "JavaStreamingListenerStreamingStarted",
            API + "JavaStreamingListenerBatchSubmitted",
            API + "JavaStreamingListenerBatchStarted",
            API + "JavaStreamingListenerBatchCompleted",
            API + "JavaStreamingListenerOutputOperationStarted",
            API + "JavaStreamingListenerOutputOperationCompleted",
            API + "JavaStreamingListenerReceiverStarted",
            API + "JavaStreamingListenerReceiverError",
            API + "JavaStreamingListenerReceiverStopped",
            API + "JavaBatchInfo",
            API + "JavaOutputOperationInfo",
            API + "JavaStreamInputInfo",
            API + "JavaReceiverInfo");

    @Test
    void hasEveryMemberOfTheJavaApi() throws Exception {
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (Class<?> theirs : all()) {
            Class<?> ours = mapped(theirs).orElse(null);
            if (ours == null) {
                missing.add(theirs.toString());
                continue;
            }
            for (Executable member : membersOf(theirs)) {
                Optional<List<Class<?>>> parameters = mapped(member.getParameterTypes());
                Optional<Class<?>> result =
                        member instanceof Method method ? mapped(method.getReturnType()) : mapped(theirs);
                if (parameters.isEmpty() || result.isEmpty()) {
                    continue; // shows a Scala type
                }
                if (has(ours, member, parameters.get(), result.get())) {
                    found++;
                } else {
                    missing.add(member.toGenericString());
                }
            }
        }
        assertEquals(List.of(), missing, "missing of Spark Streaming's Java API");
        assertTrue(found > 200, "the members were compared, not " + found);
    }

    private static List<Class<?>> all() throws ClassNotFoundException {
        List<Class<?>> all = new ArrayList<>(CLASSES);
        for (String name : BY_NAME) {
            all.add(Class.forName(name));
        }
        return all;
    }

    private static List<Executable> membersOf(Class<?> theirs) {
        Stream<Constructor<?>> constructors =
                Modifier.isAbstract(theirs.getModifiers()) ? Stream.empty() : Arrays.stream(theirs.getConstructors());
        Stream<Method> methods = Arrays.stream(theirs.getMethods())
                .filter(method ->
                        method.getDeclaringClass() != Object.class && !method.isBridge() && !method.isSynthetic())
                .filter(method -> !UNUSABLE.contains(method.getName() + "/" + method.getParameterCount()))
                .filter(method -> !NOT_FOR_USERS.contains(method.getName())
                        && !method.getName().contains("$"));
        return Stream.<Executable>concat(constructors, methods).collect(Collectors.toList());
    }

    private static boolean has(Class<?> ours, Executable member, List<Class<?>> parameters, Class<?> result) {
        Class<?>[] types = parameters.toArray(new Class<?>[0]);
        try {
            if (member instanceof Constructor) {
                return ours.isRecord() || ours.getConstructor(types) != null;
            }
            Method found = ours.getMethod(member.getName(), types);
            return (result.isAssignableFrom(found.getReturnType()) || givesItself(found, result, ours))
                    && Modifier.isStatic(found.getModifiers()) == Modifier.isStatic(member.getModifiers());
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    /** Whether the result is the type parameter that stands for the kind of stream itself. */
    private static boolean givesItself(Method found, Class<?> result, Class<?> ours) {
        if (!result.isAssignableFrom(ours)) {
            return false;
        }
        return Stream.<Class<?>>iterate(ours, type -> type != null, Class::getSuperclass)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> !method.isBridge() && method.getName().equals(found.getName()))
                .filter(method -> Arrays.equals(method.getParameterTypes(), found.getParameterTypes()))
                .anyMatch(method -> method.getGenericReturnType() instanceof TypeVariable<?>);
    }

    private static Optional<List<Class<?>>> mapped(Class<?>[] types) {
        List<Class<?>> mapped = new ArrayList<>();
        for (Class<?> type : types) {
            Optional<Class<?>> one = mapped(type);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            mapped.add(one.get());
        }
        return Optional.of(mapped);
    }

    /** Empty for a type that only Scala programs use. */
    private static Optional<Class<?>> mapped(Class<?> type) {
        if (type.isArray()) {
            return mapped(type.getComponentType()).map(Class::arrayType);
        }
        String name = type.getName();
        if (name.startsWith("org.apache.spark.streaming.")) {
            String simple = type.getSimpleName();
            return load("io.durastream." + (name.startsWith(API) ? simple.substring("Java".length()) : simple))
                    .filter(found -> !name.equals("org.apache.spark.streaming.StreamingContext")
                            && !name.startsWith("org.apache.spark.streaming.dstream."));
        }
        boolean scala =
                (name.startsWith("scala.") && !name.equals("scala.Option")) || name.startsWith("org.apache.spark.rdd.");
        return scala ? Optional.empty() : Optional.of(type);
    }

    private static Optional<Class<?>> load(String name) {
        try {
            return Optional.of(Class.forName(name));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }
}
