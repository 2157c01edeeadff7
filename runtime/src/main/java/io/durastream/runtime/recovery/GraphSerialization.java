package io.durastream.runtime.recovery;

import io.durastream.checkpoint.Bytes;
import io.durastream.runtime.graph.StreamGraph;
import io.durastream.storage.SuppressForbidden;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Java serialization of a graph, the one place that uses it: a graph consists of the user's functions, and what those hold
 * is known to Java serialization alone.
 */
final class GraphSerialization {

    private GraphSerialization() {}

    /**
     * A serialized graph.
     *
     * @param bytes an object stream
     * @param classes the classes of all objects in it; of a lambda, the class that made it and the class that has its body
     * @param refersToRdd whether there is an RDD in it, so that it cannot be restored
     */
    record Written(Bytes bytes, Set<String> classes, boolean refersToRdd) {}

    @SuppressForbidden("functions of the user can be serialized in no other way")
    static Written write(StreamGraph graph, EngineObjects engine) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Set<String> classes = new TreeSet<>();
        try (ObserveClasses out = new ObserveClasses(bytes, classes, engine)) {
            out.writeObject(graph);
            out.flush();
            return new Written(Bytes.of(bytes.toByteArray()), classes, out.refersToRdd);
        }
    }

    @SuppressForbidden("see write")
    static StreamGraph read(Bytes bytes, ClassLoader loader, EngineObjects engine) throws IOException {
        try (ResolveClasses in = new ResolveClasses(bytes.toByteArray(), loader, engine)) {
            return (StreamGraph) in.readObject();
        } catch (ClassNotFoundException e) {
            throw new IOException(
                    "The saved graph needs a class that this application does not have: " + e.getMessage(), e);
        }
    }

    /** Writes an object to nowhere. */
    @SuppressForbidden("see write")
    static void tryToWrite(Object object) throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
            out.writeObject(object);
        }
    }

    /** Saves an object to nowhere. */
    @SuppressForbidden("see write")
    static void tryToSave(Object object, EngineObjects engine) throws IOException {
        try (ObserveClasses out = new ObserveClasses(OutputStream.nullOutputStream(), new TreeSet<>(), engine)) {
            out.writeObject(object);
        }
    }

    /** Fails when there is something in an object that {@code unwanted} names. */
    @SuppressForbidden("see write")
    static void tryToWriteWithout(Predicate<Object> unwanted, Object object) throws IOException {
        try (ObjectOutputStream out = new Refuse(unwanted)) {
            out.writeObject(object);
        }
    }

    @SuppressForbidden("see write")
    private static final class Refuse extends ObjectOutputStream {

        private final Predicate<Object> unwanted;

        Refuse(Predicate<Object> unwanted) throws IOException {
            super(OutputStream.nullOutputStream());
            this.unwanted = unwanted;
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object object) throws IOException {
            if (unwanted.test(object)) {
                throw new NotSerializableException(object.toString());
            }
            return object;
        }
    }

    @SuppressForbidden("see write")
    private static final class ObserveClasses extends ObjectOutputStream {

        private final Set<String> classes;
        private final EngineObjects engine;
        private boolean refersToRdd;

        ObserveClasses(OutputStream out, Set<String> classes, EngineObjects engine) throws IOException {
            super(out);
            this.classes = classes;
            this.engine = engine;
            enableReplaceObject(true);
        }

        @Override
        protected void annotateClass(Class<?> type) {
            add(type);
        }

        @Override
        protected void annotateProxyClass(Class<?> proxy) {
            for (Class<?> contract : proxy.getInterfaces()) {
                add(contract);
            }
        }

        /** Sees each object once, lambdas in their serialized form. */
        @Override
        protected Object replaceObject(Object object) {
            if (object instanceof SerializedLambda lambda) {
                classes.add(lambda.getCapturingClass().replace('/', '.'));
                classes.add(lambda.getImplClass().replace('/', '.'));
            }
            Object written = StandIn.of(object, engine);
            if (written != object) {
                add(object.getClass());
                refersToRdd |= written instanceof StandIn.OfRdd;
            }
            return written;
        }

        private void add(Class<?> type) {
            Class<?> element = type;
            while (element.isArray()) {
                element = element.getComponentType();
            }
            if (!element.isPrimitive()) {
                classes.add(element.getName());
            }
        }
    }

    @SuppressForbidden("see write")
    private static final class ResolveClasses extends ObjectInputStream {

        private final ClassLoader loader;
        private final EngineObjects engine;

        ResolveClasses(byte[] bytes, ClassLoader loader, EngineObjects engine) throws IOException {
            super(new ByteArrayInputStream(bytes));
            this.loader = loader;
            this.engine = engine;
            enableResolveObject(true);
        }

        @Override
        protected Object resolveObject(Object object) throws IOException {
            return object instanceof StandIn standIn ? standIn.restored(engine) : object;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass described) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(described.getName(), false, loader);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(described); // primitive types have no name to load them by
            }
        }

        @Override
        protected Class<?> resolveProxyClass(String[] contracts) throws IOException, ClassNotFoundException {
            Class<?>[] types = new Class<?>[contracts.length];
            for (int i = 0; i < contracts.length; i++) {
                types[i] = Class.forName(contracts[i], false, loader);
            }
            return Proxy.newProxyInstance(loader, types, (proxy, method, arguments) -> null)
                    .getClass();
        }
    }
}
