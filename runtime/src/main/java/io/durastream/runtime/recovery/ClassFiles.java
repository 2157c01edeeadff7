package io.durastream.runtime.recovery;

import io.durastream.checkpoint.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Type;

/**
 * The class files that a class loader sees: their digests, and what they refer to. A digest leaves line numbers and other
 * debug information out, so that a comment more or less is no change of code. Classes without a file (hidden ones, proxies,
 * libraries that are absent) have the digest {@link #NO_FILE}.
 */
public final class ClassFiles {

    static final int DIGEST_BYTES = 32;
    static final Bytes NO_FILE = Bytes.of(new byte[DIGEST_BYTES]);

    private static final int TAG_CLASS = 7;
    private static final int TAG_NAME_AND_TYPE = 12;
    private static final int TAG_METHOD_TYPE = 16;

    private final ClassLoader loader;

    ClassFiles(ClassLoader loader) {
        this.loader = loader;
    }

    /** Those that a class sees. */
    public static ClassFiles seenBy(Class<?> type) {
        ClassLoader own = type.getClassLoader();
        return new ClassFiles(own == null ? ClassLoader.getSystemClassLoader() : own);
    }

    /**
     * The digests of some classes and of all classes that these refer to, directly or not. Of the engine, only what was
     * asked for itself; of the platform, nothing.
     */
    Map<String, Bytes> reachableFrom(Set<String> roots) throws IOException {
        Map<String, Bytes> digests = new TreeMap<>();
        Deque<String> toVisit = new ArrayDeque<>(roots);
        while (!toVisit.isEmpty()) {
            String name = toVisit.remove();
            CodeOrigin origin = CodeOrigin.of(name);
            boolean counts = origin == CodeOrigin.USER || (origin == CodeOrigin.ENGINE && roots.contains(name));
            if (!counts || digests.containsKey(name)) {
                continue;
            }
            ClassReader file = read(name);
            digests.put(name, digest(file));
            if (file != null && origin == CodeOrigin.USER) {
                toVisit.addAll(references(file));
            }
        }
        return digests;
    }

    /** The digest of one class as it is now. */
    public Bytes digestOf(String className) throws IOException {
        return digest(read(className));
    }

    private @Nullable ClassReader read(String className) throws IOException {
        try (InputStream file = loader.getResourceAsStream(className.replace('.', '/') + ".class")) {
            return file == null ? null : new ClassReader(file);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "Cannot read the class file of " + className
                            + ": it was compiled for a newer Java than this release knows",
                    e);
        }
    }

    private static Bytes digest(@Nullable ClassReader file) {
        if (file == null) {
            return NO_FILE;
        }
        ClassWriter code = new ClassWriter(0);
        file.accept(code, ClassReader.SKIP_DEBUG);
        try {
            return Bytes.of(MessageDigest.getInstance("SHA-256").digest(code.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** All classes that the constant pool names as the owner, an argument or the result of something. */
    private static Set<String> references(ClassReader file) {
        Set<String> names = new HashSet<>();
        char[] buffer = new char[file.getMaxStringLength()];
        for (int i = 1; i < file.getItemCount(); i++) {
            int content = file.getItem(i);
            if (content == 0) {
                continue;
            }
            int tag = file.readByte(content - 1);
            if (tag == TAG_CLASS) {
                addType(Type.getObjectType(file.readUTF8(content, buffer)), names);
            } else if (tag == TAG_NAME_AND_TYPE) {
                addDescriptor(file.readUTF8(content + 2, buffer), names);
            } else if (tag == TAG_METHOD_TYPE) {
                addDescriptor(file.readUTF8(content, buffer), names);
            }
        }
        return names;
    }

    private static void addDescriptor(String descriptor, Set<String> names) {
        Type type = Type.getType(descriptor);
        if (type.getSort() != Type.METHOD) {
            addType(type, names);
            return;
        }
        addType(type.getReturnType(), names);
        for (Type argument : type.getArgumentTypes()) {
            addType(argument, names);
        }
    }

    private static void addType(Type type, Set<String> names) {
        Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
        if (element.getSort() == Type.OBJECT) {
            names.add(element.getClassName());
        }
    }
}
