package io.durastream.chaos.process;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The main class of every child JVM: runs the real one, and ends the JVM when the parent is gone, even if that was killed: its end
 * of the child's standard input is closed then. Otherwise a killed test would leave drivers that run for ever.
 */
final class Leash {

    private static final int EXIT_ORPHANED = 99;

    private Leash() {}

    /** {@code args}: the name of the real main class and its arguments. */
    public static void main(String[] args) throws Throwable {
        var watcher = new Thread(Leash::haltWithParent, "leash");
        watcher.setDaemon(true);
        watcher.start();
        Method main = Class.forName(args[0]).getMethod("main", String[].class);
        main.setAccessible(true);
        try {
            main.invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void haltWithParent() {
        try {
            while (System.in.read() >= 0) {
                // The parent never writes: only the end of the stream matters.
            }
        } catch (IOException e) {
            // As good as the end.
        }
        Runtime.getRuntime().halt(EXIT_ORPHANED);
    }

    /** Where this class is, for the child's class path. */
    static String classPath() {
        try {
            return Path.of(Leash.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The class path has a location that is no URI", e);
        }
    }
}
