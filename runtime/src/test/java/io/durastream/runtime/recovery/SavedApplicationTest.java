package io.durastream.runtime.recovery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.checkpoint.GraphFiles;
import io.durastream.runtime.graph.StreamGraph;
import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.sample.SampleGraph;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedApplicationTest {

    private static final SparkConf CONF =
            new SparkConf(false).set("spark.app.name", "app").set("spark.ssl.keyPassword", "secret");

    @TempDir
    private Path directory;

    private final Map<String, String> sources = new HashMap<>();

    /** All kinds of functions: lambda, method reference, anonymous class, inner class; and what they call. */
    @BeforeEach
    void writeTheApplication() {
        sources.put("com.acme.App", """
                package com.acme;
                import io.durastream.runtime.graph.*;
                import io.durastream.runtime.sample.SampleGraph;
                import org.apache.spark.api.java.function.Function;
                public class App implements java.util.function.Supplier<StreamGraph>, java.io.Serializable {
                    private final String suffix = "!";
                    public StreamGraph get() {
                        SampleGraph sample = new SampleGraph();
                        StreamNode<String> lines = sample.input("socketTextStream", "a:1");
                        StreamNode<String> a = sample.map(lines, it -> it + suffix + new Inner().value());
                        StreamNode<String> b = sample.map(a, Words::clean);
                        StreamNode<String> c = sample.map(b, new Function<String, String>() {
                            public String call(String it) { return it + "anonymous"; }
                        });
                        sample.state("updateStateByKey", sample.map(c, new Inner()));
                        return sample.graph();
                    }
                    class Inner implements Function<String, String> {
                        public String call(String it) { return it + suffix; }
                        int value() { return 1; }
                    }
                }
                """);
        sources.put("com.acme.Words", """
                package com.acme;
                public class Words {
                    public static String clean(String it) { return new Far().far(it); }
                }
                """);
        sources.put("com.acme.Far", """
                package com.acme;
                public class Far {
                    public String far(String it) { return it.trim(); }
                }
                """);
        sources.put("com.acme.Unrelated", "package com.acme; public class Unrelated {}");
    }

    @Test
    void reachesTheUsersClassesThroughAllKindsOfFunctions() throws Exception {
        List<String> classes = save(compile("v1")).classes();

        assertTrue(
                classes.containsAll(List.of(
                        "com.acme.App", "com.acme.App$1", "com.acme.App$Inner", "com.acme.Words", "com.acme.Far")),
                classes::toString);
        assertTrue(classes.contains("io.durastream.runtime.graph.DerivedNode"), classes::toString);
        assertFalse(classes.contains("io.durastream.runtime.graph.GraphRuntime"), classes::toString);
        assertFalse(classes.contains("com.acme.Unrelated"), classes::toString);
        assertEquals(
                List.of(),
                classes.stream()
                        .filter(name -> CodeOrigin.of(name) == CodeOrigin.PLATFORM)
                        .toList());
    }

    @Test
    void restoresTheGraphInTheClassLoaderOfTheNewProcess() throws Exception {
        SavedApplication saved = save(compile("v1"));
        CompiledApp again = compile("again");

        assertTrue(saved.sameCode(again.loader()));
        StreamGraph graph = saved.graph(new NoEngine(), again.loader());

        assertEquals(
                IdentifiedGraph.of(again.define()).operators(),
                IdentifiedGraph.of(graph).operators());
        StreamNode<?> last = graph.nodes().get(4);
        assertEquals("map", last.kind());
        assertSame(again.loader(), functionOf(last).getClass().getClassLoader());
    }

    @Test
    void seesAChangeFarAway() throws Exception {
        SavedApplication saved = save(compile("v1"));
        sources.computeIfPresent("com.acme.Far", (name, source) -> source.replace("trim", "strip"));

        assertEquals(List.of("com.acme.Far"), saved.changedClasses(compile("v2").loader()));
    }

    @Test
    void seesAChangeInALambda() throws Exception {
        SavedApplication saved = save(compile("v1"));
        sources.computeIfPresent(
                "com.acme.App", (name, source) -> source.replace("it + suffix + new", "suffix + it + new"));

        assertEquals(List.of("com.acme.App"), saved.changedClasses(compile("v2").loader()));
    }

    @Test
    void seesThatAClassIsGone() throws Exception {
        SavedApplication saved = save(compile("v1"));
        sources.remove("com.acme.Far");
        sources.computeIfPresent("com.acme.Words", (name, source) -> source.replace("new Far().far(it)", "it"));

        assertEquals(
                List.of("com.acme.Far", "com.acme.Words"),
                saved.changedClasses(compile("v2").loader()));
    }

    /** A class that defines the graph with the functions of others is not in the object stream. */
    @Test
    void seesAChangeOfTheClassThatDefinesTheGraph() throws Exception {
        sources.put("com.acme.App", """
                package com.acme;
                import io.durastream.runtime.graph.*;
                import io.durastream.runtime.sample.SampleGraph;
                public class App implements java.util.function.Supplier<StreamGraph> {
                    public StreamGraph get() {
                        SampleGraph sample = new SampleGraph();
                        sample.state("updateStateByKey", sample.input("socketTextStream", "a:1"));
                        return sample.graph();
                    }
                }
                """);
        SavedApplication saved = save(compile("v1"));
        sources.computeIfPresent("com.acme.App", (name, source) -> source.replace("a:1", "a:2"));

        assertEquals(List.of("com.acme.App"), saved.changedClasses(compile("v2").loader()));
    }

    @Test
    void doesNotMindCommentsAndUnrelatedClasses() throws Exception {
        SavedApplication saved = save(compile("v1"));
        sources.replaceAll((name, source) -> "// one line more\n" + source);
        sources.put("com.acme.Unrelated", "package com.acme; public class Unrelated { int field; }");
        sources.put("com.acme.New", "package com.acme; public class New {}");

        assertEquals(List.of(), saved.changedClasses(compile("v2").loader()));
    }

    @Test
    void copesWithClassesWithoutAFile() throws Exception {
        SampleGraph sample = new SampleGraph();
        InvocationHandler handler = (InvocationHandler & java.io.Serializable) (proxy, method, arguments) -> "x";
        @SuppressWarnings("unchecked")
        Function<String, String> proxy = (Function<String, String>)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Function.class}, handler);
        sample.output(sample.map(sample.input("socketTextStream", "a:1"), proxy));

        SavedApplication saved = SavedApplication.of(
                sample.graph(), CONF, new NoEngine(), getClass().getClassLoader(), null);

        assertTrue(saved.sameCode(getClass().getClassLoader()));
        assertNotNull(saved.graph(new NoEngine(), getClass().getClassLoader()));
    }

    @Test
    void survivesItsEncoding() throws Exception {
        CompiledApp app = compile("v1");
        SavedApplication saved = save(app);

        SavedApplication decoded = SavedApplication.decode(saved.encode());

        assertEquals(Map.of("spark.app.name", "app"), decoded.conf());
        assertEquals(saved.classes(), decoded.classes());
        assertTrue(decoded.sameCode(app.loader()));
        assertEquals(2, decoded.graph(new NoEngine(), app.loader()).nodes().size() - 4);
        assertArrayEquals(saved.encode(), decoded.encode());
    }

    @Test
    void givesTheSameContentForTheSameApplication() throws Exception {
        Set<String> digests = new HashSet<>();
        for (String version : List.of("v1", "again")) {
            digests.add(GraphFiles.digestOf(save(compile(version)).encode()));
        }
        assertEquals(1, digests.size());
    }

    @Test
    void refusesContentThatIsCutOrOfAnotherVersion() throws Exception {
        byte[] content = save(compile("v1")).encode();
        for (int length = 0; length < content.length; length += 97) {
            byte[] cut = Arrays.copyOf(content, length);
            assertThrows(IOException.class, () -> SavedApplication.decode(cut));
        }
        content[0] = 9;

        String message = String.valueOf(assertThrows(IOException.class, () -> SavedApplication.decode(content))
                .getMessage());

        assertTrue(message.contains("of version 2, found version 9"), message);
    }

    @Test
    void readsNoClassFilesAgainWhereTheCodeIsKnownToBeTheSame() throws Exception {
        CompiledApp app = compile("v1");
        SavedApplication before = save(app);
        ClassLoader withoutFiles = new ClassLoader(app.loader()) {
            @Override
            public @Nullable InputStream getResourceAsStream(String name) {
                return null;
            }
        };

        SavedApplication again = SavedApplication.of(app.define(), CONF, new NoEngine(), withoutFiles, before);
        SavedApplication unknown = SavedApplication.of(app.define(), CONF, new NoEngine(), withoutFiles, null);

        assertEquals(before.classes(), again.classes());
        assertTrue(again.sameCode(app.loader()));
        assertFalse(unknown.sameCode(app.loader()));
    }

    @Test
    void readsTheClassFilesWhereTheGraphReachesMoreThanBefore() throws Exception {
        SampleGraph other = new SampleGraph();
        other.output(other.map(other.input("socketTextStream", "a:1"), text -> text + 1));
        SavedApplication before = SavedApplication.of(
                new SampleGraph().graph(), CONF, new NoEngine(), getClass().getClassLoader(), null);

        SavedApplication saved = SavedApplication.of(
                other.graph(), CONF, new NoEngine(), getClass().getClassLoader(), before);

        assertTrue(saved.classes().contains(getClass().getName()), () -> "classes: " + saved.classes());
    }

    private CompiledApp compile(String version) throws IOException {
        return CompiledApp.compile(directory.resolve(version), sources);
    }

    private static SavedApplication save(CompiledApp app) throws Exception {
        return SavedApplication.of(app.define(), CONF, new NoEngine(), app.loader(), null);
    }

    /** The user's function in a node that {@link SampleGraph#map} made. */
    private static Object functionOf(StreamNode<?> node) {
        return ObjectParts.of(node).stream()
                .filter(part -> part.label().equals(".derivation"))
                .flatMap(part -> ObjectParts.of(part.value()).stream())
                .findFirst()
                .orElseThrow()
                .value();
    }
}
