package io.durastream.migration;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openrewrite.Cursor;
import org.openrewrite.ExecutionContext;
import org.openrewrite.Recipe;
import org.openrewrite.Tree;
import org.openrewrite.TreeVisitor;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.Space;
import org.openrewrite.java.tree.TypeUtils;

/**
 * Takes the detour out of calls that went through the Scala objects under the Java API and that Durastream's own types have:
 * {@code words.dstream().saveAsTextFiles(p, s)} becomes {@code words.saveAsTextFiles(p, s)}, and {@code jssc.ssc().sc()} becomes
 * {@code jssc.sparkContext().sc()}.
 */
public final class UnwrapScalaStreams extends Recipe {

    private static final Set<String> OUTPUTS = Set.of("print", "saveAsTextFiles", "saveAsObjectFiles");

    /** Return the Scala stream. */
    private static final Set<String> SETTINGS = Set.of("persist", "cache", "checkpoint");

    private static final Set<String> OF_CONTEXTS = Set.of(
            "start",
            "stop",
            "awaitTermination",
            "awaitTerminationOrTimeout",
            "checkpoint",
            "remember",
            "getState",
            "addStreamingListener");

    /** Both give the Scala SparkContext. */
    private static final Set<String> SPARK_CONTEXT = Set.of("sc", "sparkContext");

    /** Made by OpenRewrite. */
    public UnwrapScalaStreams() {}

    @Override
    public String getDisplayName() {
        return "Call Durastream's streams and contexts directly";
    }

    @Override
    public String getDescription() {
        return "Takes `dstream()` and `ssc()` out of calls that Durastream's own types have.";
    }

    @Override
    public TreeVisitor<?, ExecutionContext> getVisitor() {
        return new Unwrapping();
    }

    private static final class Unwrapping extends JavaIsoVisitor<ExecutionContext> {

        @Override
        public J.MethodInvocation visitMethodInvocation(J.MethodInvocation method, ExecutionContext context) {
            J.MethodInvocation call = super.visitMethodInvocation(method, context);
            if (!(call.getSelect() instanceof J.MethodInvocation detour) || detour.getSelect() == null) {
                return call;
            }
            return switch (detour.getSimpleName()) {
                case "dstream" -> ofStream(call, detour);
                case "ssc", "context" -> ofContext(call, detour);
                default -> call;
            };
        }

        private J.MethodInvocation ofStream(J.MethodInvocation call, J.MethodInvocation detour) {
            String name = call.getSimpleName();
            boolean counterpart = OUTPUTS.contains(name) || (SETTINGS.contains(name) && isStatement(getCursor()));
            return counterpart ? without(detour, call) : call;
        }

        private static J.MethodInvocation ofContext(J.MethodInvocation call, J.MethodInvocation detour) {
            if (!SparkNames.nameOf(detour.getType()).equals(SparkNames.SCALA_CONTEXT)) {
                return call;
            }
            boolean wrapped = detour.getSimpleName().equals("ssc");
            if (SPARK_CONTEXT.contains(call.getSimpleName())) {
                return renamed(call, "sc").withSelect(wrapped ? renamed(detour, "sparkContext") : sparkContext(call));
            }
            return wrapped && OF_CONTEXTS.contains(call.getSimpleName()) ? without(detour, call) : call;
        }

        /** {@code stream.context()} stays, and gives Durastream's context, whose {@code sparkContext()} is the Java one. */
        private static J.MethodInvocation sparkContext(J.MethodInvocation call) {
            return renamed(call, "sparkContext").withId(Tree.randomId()).withPrefix(Space.EMPTY);
        }

        /** Whether nobody takes what the call returns. */
        private static boolean isStatement(Cursor cursor) {
            return cursor.getParentTreeCursor().getValue() instanceof J.Block;
        }
    }

    private static J.MethodInvocation without(J.MethodInvocation detour, J.MethodInvocation call) {
        Expression receiver = detour.getSelect();
        if (receiver == null) {
            return call;
        }
        return call.withSelect(receiver).withMethodType(ofReceiver(call.getMethodType(), receiver));
    }

    private static JavaType.@Nullable Method ofReceiver(JavaType.@Nullable Method method, Expression receiver) {
        JavaType.FullyQualified type = TypeUtils.asFullyQualified(receiver.getType());
        if (method == null || type == null) {
            return method;
        }
        boolean returnsStream = SparkNames.isOfSparkStreaming(method.getReturnType());
        return method.withDeclaringType(type).withReturnType(returnsStream ? type : method.getReturnType());
    }

    private static J.MethodInvocation renamed(J.MethodInvocation call, String name) {
        return call.withName(call.getName().withSimpleName(name)).withMethodType(named(call.getMethodType(), name));
    }

    /** A type that says nothing of Spark Streaming any more. */
    private static JavaType.@Nullable Method named(JavaType.@Nullable Method type, String name) {
        JavaType returned = JavaType.ShallowClass.build(
                "org.apache.spark." + (name.equals("sc") ? "SparkContext" : "api.java.JavaSparkContext"));
        return type == null ? null : type.withName(name).withReturnType(returned);
    }
}
