package io.durastream.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares the public members of Spark Streaming's Java API with Durastream's, through the names that the recipe gives: whatever the recipe does not tell
 * as left must be there.
 */
class CounterpartsTest {

    private static final Pattern CHANGE =
            Pattern.compile("oldFullyQualifiedTypeName: (\\S+)\\s+newFullyQualifiedTypeName: (\\S+)");

    /** Return Scala objects in Spark Streaming and are in Durastream too. */
    private static final Set<String> RETURN_OTHERS = Set.of("checkpoint", "context", "preferredLocation");

    /** What the recipe tells of, because it has no counterpart. */
    private static final Pattern LEFT_OUT = Pattern.compile("(copy|canEqual|product\\w+|setReceiverId|printStats)\\(.*"
            + "|saveAs\\w*HadoopFiles\\(java.lang.String,java.lang.String\\)");

    private static final Pattern MAKES = Pattern.compile("(new|apply)\\(.*");

    private final Map<String, String> names = names();

    @Test
    void everyMemberHasACounterpartOrIsTold() throws ReflectiveOperationException {
        var missing = new TreeSet<String>();
        for (Map.Entry<String, String> change : names.entrySet()) {
            boolean scalaListener = change.getKey().startsWith(SparkNames.SCHEDULER);
            if (!scalaListener || change.getKey().endsWith("StatsReportListener")) {
                missing.addAll(missing(Class.forName(change.getKey()), Class.forName(change.getValue())));
            }
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void everyTypeHasACounterpart() throws ClassNotFoundException {
        assertTrue(names.size() >= 50, names::toString);
        for (String name : names.values()) {
            Class.forName(name);
        }
    }

    private Set<String> missing(Class<?> theirs, Class<?> ours) {
        Set<String> have = Stream.concat(
                        Stream.concat(Arrays.stream(ours.getMethods()), Arrays.stream(ours.getDeclaredMethods())),
                        Arrays.stream(ours.getDeclaredConstructors()))
                .map(this::signature)
                .collect(Collectors.toSet());
        return Stream.concat(Arrays.stream(theirs.getMethods()), Arrays.stream(theirs.getConstructors()))
                .filter(this::isOfTheJavaApi)
                .map(this::signature)
                .filter(each -> !have.contains(each))
                .filter(each -> !isLeftOut(ours, each))
                .map(each -> ours.getSimpleName() + "." + each)
                .collect(Collectors.toSet());
    }

    private static boolean isLeftOut(Class<?> ours, String signature) {
        boolean makesInfo = ours.getSimpleName().endsWith("Info")
                && MAKES.matcher(signature).matches();
        return makesInfo || LEFT_OUT.matcher(signature).matches();
    }

    private boolean isOfTheJavaApi(Executable member) {
        boolean generated =
                member.isSynthetic() || member.getName().contains("$") || member.getDeclaringClass() == Object.class;
        boolean constructorOfAbstract = member instanceof Constructor
                && Modifier.isAbstract(member.getDeclaringClass().getModifiers());
        boolean scala = Arrays.stream(member.getParameterTypes()).anyMatch(this::isScala)
                || (member instanceof Method method
                        && isScala(method.getReturnType())
                        && !RETURN_OTHERS.contains(method.getName()));
        return !generated && !constructorOfAbstract && !scala;
    }

    private boolean isScala(Class<?> type) {
        String name = element(type).getName();
        return (name.startsWith("scala.") && !name.startsWith("scala.Tuple"))
                || (name.startsWith(SparkNames.STREAMING) && !names.containsKey(name))
                || name.equals("org.apache.spark.rdd.RDD");
    }

    private String signature(Executable member) {
        String name = member instanceof Constructor ? "new" : member.getName();
        return Arrays.stream(member.getParameterTypes())
                .map(this::translated)
                .collect(Collectors.joining(",", name + "(", ")"));
    }

    private String translated(Class<?> type) {
        String name = element(type).getName();
        return names.getOrDefault(name, name) + (type.isArray() ? "[]" : "");
    }

    private static Class<?> element(Class<?> type) {
        return type.isArray() ? type.getComponentType() : type;
    }

    private static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        Matcher changes = CHANGE.matcher(recipe());
        while (changes.find()) {
            names.put(changes.group(1), changes.group(2));
        }
        return names;
    }

    private static String recipe() {
        try (InputStream yaml = Migration.class.getResourceAsStream("/META-INF/rewrite/from-spark-streaming.yml")) {
            return new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
