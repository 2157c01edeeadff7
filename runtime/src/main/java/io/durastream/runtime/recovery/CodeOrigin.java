package io.durastream.runtime.recovery;

import java.util.List;

/** Whose code a class is, judged by its name alone, so that nothing has to be loaded. */
enum CodeOrigin {
    /** The application's, and its libraries'. */
    USER,
    /** Durastream's: the parts of a graph that are not the user's. */
    ENGINE,
    /** Java, Spark, Scala, Hadoop, and what starts an application. */
    PLATFORM;

    private static final List<String> PLATFORM_PACKAGES = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "scala.",
            "org.apache.spark.",
            "org.apache.hadoop.",
            "org.slf4j.",
            "org.junit.",
            "org.apache.maven.surefire.");

    private static final List<String> ENGINE_PACKAGES = List.of(
            "io.durastream.runtime.",
            "io.durastream.checkpoint.",
            "io.durastream.storage.",
            "io.durastream.wal.",
            "io.durastream.statestore.",
            "io.durastream.testkit.");

    private static final String API_PACKAGE = "io.durastream.";

    /** @param className the binary name: {@code com.acme.App$1} */
    static CodeOrigin of(String className) {
        if (PLATFORM_PACKAGES.stream().anyMatch(className::startsWith)) {
            return PLATFORM;
        }
        boolean engine = ENGINE_PACKAGES.stream().anyMatch(className::startsWith)
                || (className.startsWith(API_PACKAGE) && className.indexOf('.', API_PACKAGE.length()) < 0);
        return engine ? ENGINE : USER;
    }
}
