package io.durastream.runtime.graph;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where in the user's code something was defined.
 *
 * @param frames the user's part of the stack, innermost first
 */
public record CallSite(List<String> frames) implements Serializable {

    private static final int MAX_FRAMES = 10;

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

    private static boolean isOurs(StackWalker.StackFrame frame) {
        String name = frame.getClassName();
        return name.startsWith("io.durastream.runtime.")
                || (name.startsWith("io.durastream.") && name.indexOf('.', "io.durastream.".length()) < 0);
    }
}
