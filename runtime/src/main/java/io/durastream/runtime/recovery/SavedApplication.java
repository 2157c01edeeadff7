package io.durastream.runtime.recovery;

import io.durastream.checkpoint.Bytes;
import io.durastream.runtime.graph.CallSite;
import io.durastream.runtime.graph.OutputNode;
import io.durastream.runtime.graph.StreamGraph;
import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.state.InitialState;
import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.rdd.RDD;
import org.jspecify.annotations.Nullable;

/**
 * An application as a checkpoint directory keeps it: what {@code GraphFiles} stores as its content. Immutable.
 *
 * <p>All integers are big-endian; a string is its length in bytes (4) and its UTF-8 form. Entries are in the order of their
 * keys, so that the same application gives the same bytes.
 *
 * <pre>
 *  0         1          5
 *  +---------+----------+------------------+----------+------------------------+----------+----------+--------------
 *  | version | entries  | entries ×        | classes  | classes ×              | string   | length   | graph, as a
 *  | 2       | (4)      | (string, string) | (4)      | (string, SHA-256 (32)) | obstacle | (4)      | Java object
 *  |         |          | configuration    |          | name, code             |          |          | stream …
 *  +---------+----------+------------------+----------+------------------------+----------+----------+--------------
 * </pre>
 *
 * <p>The obstacle is empty, or says what in the graph cannot be restored: such an application is defined anew by its
 * factory, like one whose code has changed. Accumulators and broadcast variables are no obstacle; see {@link StandIn}.
 *
 * <p>The classes are those of the user that the graph reaches: the classes of its objects, those that made its lambdas or
 * defined its streams, and whatever these refer to in their class files; not those of Java, Spark, Scala, Hadoop. Of
 * Durastream there are those with objects in the graph, because an object stream fits only the code that wrote it. A class
 * without a file has 32 zero bytes for its digest.
 */
public final class SavedApplication {

    static final byte VERSION = 2;

    private final Map<String, String> conf;
    private final Map<String, Bytes> classes;
    private final String obstacle;
    private final Bytes graph;

    private SavedApplication(Map<String, String> conf, Map<String, Bytes> classes, String obstacle, Bytes graph) {
        this.conf = Collections.unmodifiableMap(new TreeMap<>(conf));
        this.classes = Collections.unmodifiableMap(new TreeMap<>(classes));
        this.obstacle = obstacle;
        this.graph = graph;
    }

    /**
     * Captures an application before its start.
     *
     * @param engine knows the accumulators
     * @param loader sees the user's classes
     * @param before an application of which the code was found to be the {@linkplain #sameCode same} with this loader, or
     *     null; what it knows of classes need not be found out again
     * @throws NotSerializableException when a part of the graph cannot be serialized; the message names the stream and the
     *     path of fields to the offending object
     * @throws IOException when class files cannot be read
     */
    public static SavedApplication of(
            StreamGraph graph,
            SparkConf conf,
            EngineObjects engine,
            ClassLoader loader,
            @Nullable SavedApplication before)
            throws IOException {
        GraphSerialization.Written written = SerializabilityCheck.writeForCheckpoint(graph, engine);
        Set<String> roots = new TreeSet<>(written.classes());
        roots.addAll(definingClasses(graph));
        return new SavedApplication(
                RecoveredConf.toSave(conf),
                before != null && before.reaches(roots) ? before.classes : new ClassFiles(loader).reachableFrom(roots),
                written.refersToRdd() ? pathToRdd(graph) : "",
                written.bytes());
    }

    /** Whether all of these classes that count are among those of this application, and with them what they refer to. */
    private boolean reaches(Set<String> roots) {
        return roots.stream()
                .filter(name -> CodeOrigin.of(name) != CodeOrigin.PLATFORM)
                .allMatch(classes::containsKey);
    }

    private static String pathToRdd(StreamGraph graph) {
        return new FieldPathFinder(graph, object -> GraphSerialization.tryToWriteWithout(RDD.class::isInstance, object))
                .find(new IOException("an RDD"));
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IOException when it is of another version or not such content at all
     */
    public static SavedApplication decode(byte[] content) throws IOException {
        try {
            ByteBuffer in = ByteBuffer.wrap(content);
            byte version = in.get();
            if (version != VERSION) {
                throw new IOException("Expected a saved application of version " + VERSION + ", found version "
                        + version + "; another release wrote it. Start with the factory, or with that release");
            }
            Map<String, String> conf = new TreeMap<>();
            for (int left = in.getInt(); left > 0; left--) {
                conf.put(getString(in), getString(in));
            }
            Map<String, Bytes> classes = new TreeMap<>();
            for (int left = in.getInt(); left > 0; left--) {
                classes.put(getString(in), Bytes.of(getBytes(in, ClassFiles.DIGEST_BYTES)));
            }
            return new SavedApplication(conf, classes, getString(in), Bytes.of(getBytes(in, in.getInt())));
        } catch (BufferUnderflowException e) {
            throw new IOException(
                    "Expected a saved application, found " + content.length + " bytes that end too early", e);
        }
    }

    /** The content for {@code GraphFiles}. */
    public byte[] encode() {
        int size = 1 + 3 * Integer.BYTES + sizeOf(obstacle) + graph.length();
        for (Map.Entry<String, String> entry : conf.entrySet()) {
            size += sizeOf(entry.getKey()) + sizeOf(entry.getValue());
        }
        for (String name : classes.keySet()) {
            size += sizeOf(name) + ClassFiles.DIGEST_BYTES;
        }
        ByteBuffer out = ByteBuffer.allocate(size).put(VERSION).putInt(conf.size());
        conf.forEach((key, value) -> {
            putString(out, key);
            putString(out, value);
        });
        out.putInt(classes.size());
        classes.forEach((name, digest) -> {
            putString(out, name);
            out.put(digest.asByteBuffer());
        });
        putString(out, obstacle);
        return out.putInt(graph.length()).put(graph.asByteBuffer()).array();
    }

    /** The configuration, without secrets. See {@link RecoveredConf}. */
    public Map<String, String> conf() {
        return conf;
    }

    /** The names of the classes whose code counts, sorted. */
    public List<String> classes() {
        return List.copyOf(classes.keySet());
    }

    /** Whether {@link #changedClasses} is empty. */
    public boolean sameCode(ClassLoader loader) throws IOException {
        return changedClasses(loader).isEmpty();
    }

    /**
     * The classes that are not any more what they were when the application was saved, sorted: changed, gone or come.
     *
     * @param loader sees the classes of now
     */
    public List<String> changedClasses(ClassLoader loader) throws IOException {
        ClassFiles now = new ClassFiles(loader);
        List<String> changed = new ArrayList<>();
        for (Map.Entry<String, Bytes> entry : classes.entrySet()) {
            if (!entry.getValue().equals(now.digestOf(entry.getKey()))) {
                changed.add(entry.getKey());
            }
        }
        return changed;
    }

    /** Whether a recovery of the other one would give the same; what belongs to the machine may differ. */
    public boolean isLike(SavedApplication other) {
        return classes.equals(other.classes)
                && obstacle.equals(other.obstacle)
                && graph.equals(other.graph)
                && ofTheApplication(conf).equals(ofTheApplication(other.conf));
    }

    private static Map<String, String> ofTheApplication(Map<String, String> conf) {
        Map<String, String> entries = new TreeMap<>(conf);
        entries.keySet().removeIf(ConfKeys::isOfNewProcess);
        return entries;
    }

    /** What in the graph cannot be restored, by stream and path of fields; empty when all can. */
    public Optional<String> obstacle() {
        return obstacle.isEmpty() ? Optional.empty() : Optional.of(obstacle);
    }

    /** Whether something was given for the first batch that is not saved: state comes from there once that is committed. */
    public boolean hasInitialState() {
        return classes.containsKey(InitialState.class.getName());
    }

    /**
     * The graph, a new one with each call. Only meaningful when {@link #sameCode} and without an {@link #obstacle}.
     *
     * @param engine gives it accumulators and broadcast variables of the new SparkContext
     * @param loader sees the user's classes
     * @throws IOException when it does not fit the classes of now
     */
    public StreamGraph graph(EngineObjects engine, ClassLoader loader) throws IOException {
        return GraphSerialization.read(graph, loader, engine);
    }

    /** The classes that were at work when streams and outputs were defined: they decide what the graph is. */
    private static Set<String> definingClasses(StreamGraph graph) {
        Set<String> classes = new TreeSet<>();
        Stream.concat(
                        graph.nodes().stream().map(StreamNode::definedAt),
                        graph.outputs().stream().map(OutputNode::definedAt))
                .map(CallSite::frames)
                .flatMap(List::stream)
                .map(SavedApplication::classIn)
                .filter(name -> CodeOrigin.of(name) == CodeOrigin.USER)
                .forEach(classes::add);
        return classes;
    }

    /** {@code com.acme.App} in {@code com.acme.App.main(App.java:42)}. */
    private static String classIn(String frame) {
        int method = frame.lastIndexOf('.', frame.indexOf('('));
        return method < 0 ? frame : frame.substring(0, method);
    }

    private static int sizeOf(String text) {
        return Integer.BYTES + text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void putString(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putInt(bytes.length).put(bytes);
    }

    private static String getString(ByteBuffer in) throws IOException {
        return new String(getBytes(in, in.getInt()), StandardCharsets.UTF_8);
    }

    private static byte[] getBytes(ByteBuffer in, int length) throws IOException {
        if (length < 0 || length > in.remaining()) {
            throw new IOException("Expected a saved application, found a length of " + length + " bytes where "
                    + in.remaining() + " are left, at offset " + in.position());
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
