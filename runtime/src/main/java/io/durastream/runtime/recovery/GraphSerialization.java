package io.durastream.runtime.recovery;

import io.durastream.checkpoint.Bytes;
import io.durastream.runtime.graph.StreamGraph;
import io.durastream.storage.SuppressForbidden;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.TreeSet;

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
     */
    record Written(Bytes bytes, Set<String> classes) {}

    @SuppressForbidden("functions of the user can be serialized in no other way")
    static Written write(StreamGraph graph) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Set<String> classes = new TreeSet<>();
        try (ObserveClasses out = new ObserveClasses(bytes, classes)) {
            out.writeObject(graph);
        }
        return new Written(Bytes.of(bytes.toByteArray()), classes);
    }

    @SuppressForbidden("see write")
    static StreamGraph read(Bytes bytes, ClassLoader loader) throws IOException {
        try (ResolveClasses in = new ResolveClasses(bytes.toByteArray(), loader)) {
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

    @SuppressForbidden("see write")
    private static final class ObserveClasses extends ObjectOutputStream {

        private final Set<String> classes;

        ObserveClasses(OutputStream out, Set<String> classes) throws IOException {
            super(out);
            this.classes = classes;
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

        /** Sees each object once, lambdas in their serialized form. Replaces nothing. */
        @Override
        protected Object replaceObject(Object object) {
            if (object instanceof SerializedLambda lambda) {
                classes.add(lambda.getCapturingClass().replace('/', '.'));
                classes.add(lambda.getImplClass().replace('/', '.'));
            }
            return object;
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

        ResolveClasses(byte[] bytes, ClassLoader loader) throws IOException {
            super(new ByteArrayInputStream(bytes));
            this.loader = loader;
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
