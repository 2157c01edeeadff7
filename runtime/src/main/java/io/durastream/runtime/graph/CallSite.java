package io.durastream.runtime.graph;

import java.io.Serializable;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Where in the user's code something was defined.
 *
 * @param frames the user's part of the stack, innermost first
 */
public record CallSite(List<String> frames) implements Serializable {

    private static final int MAX_FRAMES = 10;

    /** The names of the local properties in which Spark looks for a call site. */
    private static final String SHORT_PROPERTY = "callSite.short";

    private static final String LONG_PROPERTY = "callSite.long";

    /** The first frames of the calling thread's stack that are not Durastream's own. */
    public static CallSite ofUser() {
        return StackWalker.getInstance()
                .walk(stack -> new CallSite(stack.dropWhile(CallSite::isOurs)
                        .limit(MAX_FRAMES)
                        .map(StackWalker.StackFrame::toStackTraceElement)
                        .map(frame -> frame.getClassName() + "." + frame.getMethodName() + "(" + frame.getFileName()
                                + ":" + frame.getLineNumber() + ")")
                        .collect(Collectors.toUnmodifiableList())));
    }

    /** {@code App.java:42}. */
    public String shortForm() {
        if (frames.isEmpty()) {
            return "unknown";
        }
        String first = frames.get(0);
        return first.substring(first.indexOf('(') + 1, first.length() - 1);
    }

    public String longForm() {
        return String.join("\n", frames);
    }

    /**
     * Runs something whose RDDs Spark is to show under this place, and does not have to search the stack for it.
     *
     * @param name what is shown: {@code map at App.java:42}
     */
    <T> T during(JavaSparkContext spark, String name, Supplier<T> body) {
        String shortBefore = spark.getLocalProperty(SHORT_PROPERTY);
        String longBefore = spark.getLocalProperty(LONG_PROPERTY);
        spark.setLocalProperty(SHORT_PROPERTY, name);
        spark.setLocalProperty(LONG_PROPERTY, longForm());
        try {
            return body.get();
        } finally {
            spark.setLocalProperty(SHORT_PROPERTY, shortBefore);
            spark.setLocalProperty(LONG_PROPERTY, longBefore);
        }
    }

    private static boolean isOurs(StackWalker.StackFrame frame) {
        String name = frame.getClassName();
        return name.startsWith("io.durastream.runtime.")
                || (name.startsWith("io.durastream.") && name.indexOf('.', "io.durastream.".length()) < 0);
    }
}
