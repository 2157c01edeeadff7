package io.durastream.migration;

import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.TypeUtils;

/** Names of Spark Streaming, and what they tell. */
final class SparkNames {

    static final String STREAMING = "org.apache.spark.streaming.";
    static final String SCHEDULER = STREAMING + "scheduler.";
    static final String DURASTREAM = "io.durastream.";
    static final String SCALA_CONTEXT = STREAMING + "StreamingContext";
    static final String RECEIVER = STREAMING + "receiver.Receiver";
    static final String SCALA_OPTION = "scala.Option";

    /** Where the Java API declares what its streams share; there is no such type in Durastream, whose streams have the methods themselves. */
    private static final String SHARED_BY_STREAMS = STREAMING + "api.java.JavaDStreamLike";

    private static final String SHARED_BY_STREAMS_ABSTRACT = STREAMING + "api.java.AbstractJavaDStreamLike";

    private SparkNames() {}

    /** The qualified name of a class, of an array's elements too; empty when there is none. */
    static String nameOf(@Nullable JavaType type) {
        JavaType element = type;
        while (element instanceof JavaType.Array array) {
            element = array.getElemType();
        }
        JavaType.FullyQualified named = TypeUtils.asFullyQualified(element);
        return named == null ? "" : named.getFullyQualifiedName();
    }

    static boolean isOfSparkStreaming(@Nullable JavaType type) {
        return nameOf(type).startsWith(STREAMING);
    }

    static boolean isSharedByStreams(@Nullable JavaType type) {
        String name = nameOf(type);
        return name.equals(SHARED_BY_STREAMS) || name.equals(SHARED_BY_STREAMS_ABSTRACT);
    }

    /** Whether a class is the named one or derived from it. */
    static boolean isA(@Nullable JavaType type, String name) {
        return type != null && TypeUtils.isAssignableTo(name, type);
    }
}
