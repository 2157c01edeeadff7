package io.durastream.migration;

import static io.durastream.migration.SparkNames.isA;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openrewrite.Cursor;
import org.openrewrite.ExecutionContext;
import org.openrewrite.Recipe;
import org.openrewrite.TreeVisitor;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.JavaParser;
import org.openrewrite.java.JavaTemplate;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;

/** Lets receivers store Java's collections: {@code store(buffer)} of a Scala buffer or iterator becomes {@code store(CollectionConverters.asJava(buffer))}. */
public final class StoreJavaCollections extends Recipe {

    private static final String CONVERTERS = "scala.jdk.javaapi.CollectionConverters";
    private static final String BUFFER = "scala.collection.mutable.ArrayBuffer";
    private static final String ITERATOR = "scala.collection.Iterator";

    /** What the template has to know of Scala's library. */
    private static final String CONVERTERS_STUB = """
            package scala.jdk.javaapi;
            public class CollectionConverters {
                public static <T> T asJava(Object scala) { return null; }
            }
            """;

    /** Made by OpenRewrite. */
    public StoreJavaCollections() {}

    @Override
    public String getDisplayName() {
        return "Store Java collections";
    }

    @Override
    public String getDescription() {
        return "Converts the Scala buffers and iterators that receivers store.";
    }

    @Override
    public TreeVisitor<?, ExecutionContext> getVisitor() {
        return new Conversion();
    }

    private static final class Conversion extends JavaIsoVisitor<ExecutionContext> {

        @Override
        public J.MethodInvocation visitMethodInvocation(J.MethodInvocation method, ExecutionContext context) {
            J.MethodInvocation call = super.visitMethodInvocation(method, context);
            JavaType.Method type = call.getMethodType();
            if (!call.getSimpleName().equals("store")
                    || type == null
                    || !isA(type.getDeclaringType(), SparkNames.RECEIVER)) {
                return call;
            }
            String converted = javaCollection(type.getParameterTypes().get(0));
            return converted == null ? call : converted(call, type, converted);
        }

        /** The type to convert to; null when the parameter is not one of Scala's collections. */
        private static @Nullable String javaCollection(JavaType parameter) {
            return switch (SparkNames.nameOf(parameter)) {
                case BUFFER -> "java.util.List";
                case ITERATOR -> "java.util.Iterator";
                default -> null;
            };
        }

        private J.MethodInvocation converted(J.MethodInvocation call, JavaType.Method type, String collection) {
            maybeAddImport(CONVERTERS);
            List<Expression> arguments = new ArrayList<>(call.getArguments());
            Expression scala = arguments.get(0);
            Expression java = JavaTemplate.builder("CollectionConverters.asJava(#{any(java.lang.Object)})")
                    .imports(CONVERTERS)
                    .javaParser(JavaParser.fromJavaVersion().dependsOn(CONVERTERS_STUB))
                    .build()
                    .apply(
                            new Cursor(getCursor(), scala),
                            scala.getCoordinates().replace(),
                            scala);
            arguments.set(0, java.withPrefix(scala.getPrefix()));
            List<JavaType> parameters = new ArrayList<>(type.getParameterTypes());
            parameters.set(0, JavaType.ShallowClass.build(collection));
            return call.withArguments(arguments).withMethodType(type.withParameterTypes(parameters));
        }
    }
}
