package io.durastream.migration;

import static io.durastream.migration.SparkNames.nameOf;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openrewrite.ExecutionContext;
import org.openrewrite.Recipe;
import org.openrewrite.TreeVisitor;
import org.openrewrite.java.JavaVisitor;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JLeftPadded;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.Space;
import org.openrewrite.java.tree.TypeTree;

/**
 * Makes one kind of listener of Spark Streaming's two. Durastream's {@code StreamingListener} is a class that is registered as it is: the
 * wrapper around a {@code JavaStreamingListener} goes away; a class that implements the Scala trait extends Durastream's class, and
 * {@code batchInfo.processingDelay().get()} loses its {@code get()}. Infos by id are maps with keys of type {@code Integer}.
 */
public final class TranslateListeners extends Recipe {

    private static final String WRAPPER = SparkNames.STREAMING + "api.java.JavaStreamingListenerWrapper";
    private static final String TRAIT = SparkNames.SCHEDULER + "StreamingListener";

    private static final Set<String> INFOS_BY_ID = Set.of(
            SparkNames.STREAMING + "api.java.JavaStreamInputInfo",
            SparkNames.STREAMING + "api.java.JavaOutputOperationInfo");

    /** Made by OpenRewrite. */
    public TranslateListeners() {}

    @Override
    public String getDisplayName() {
        return "Register listeners directly";
    }

    @Override
    public String getDescription() {
        return "Unwraps listeners, extends `StreamingListener` instead of implementing it, and reads its values without `Option`.";
    }

    @Override
    public TreeVisitor<?, ExecutionContext> getVisitor() {
        return new Translation();
    }

    private static final class Translation extends JavaVisitor<ExecutionContext> {

        @Override
        public J visitNewClass(J.NewClass creation, ExecutionContext context) {
            J visited = super.visitNewClass(creation, context);
            boolean wraps = visited instanceof J.NewClass made
                    && nameOf(made.getType()).equals(WRAPPER)
                    && made.getArguments().size() == 1;
            if (!wraps) {
                return visited;
            }
            maybeRemoveImport(WRAPPER);
            return ((J.NewClass) visited).getArguments().get(0).withPrefix(visited.getPrefix());
        }

        @Override
        public J visitClassDeclaration(J.ClassDeclaration type, ExecutionContext context) {
            J.ClassDeclaration visited = (J.ClassDeclaration) super.visitClassDeclaration(type, context);
            List<TypeTree> interfaces = visited.getImplements();
            boolean canExtend = visited.getKind() == J.ClassDeclaration.Kind.Type.Class && visited.getExtends() == null;
            if (interfaces == null || !canExtend) {
                return visited;
            }
            return interfaces.stream()
                    .filter(each -> nameOf(each.getType()).equals(TRAIT))
                    .findFirst()
                    .map(trait -> extending(visited, trait, interfaces))
                    .orElse(visited);
        }

        private static J.ClassDeclaration extending(
                J.ClassDeclaration type, TypeTree trait, List<TypeTree> interfaces) {
            List<TypeTree> others =
                    interfaces.stream().filter(each -> each != trait).toList();
            J.ClassDeclaration alone =
                    others.isEmpty() ? type.getPadding().withImplements(null) : type.withImplements(others);
            return alone.getPadding()
                    .withExtends(JLeftPadded.<TypeTree>build(trait.withPrefix(Space.SINGLE_SPACE))
                            .withBefore(Space.SINGLE_SPACE));
        }

        @Override
        public J visitMethodInvocation(J.MethodInvocation method, ExecutionContext context) {
            J.MethodInvocation call = (J.MethodInvocation) super.visitMethodInvocation(method, context);
            boolean unwraps = call.getSimpleName().equals("get");
            return unwraps
                            && call.getSelect() instanceof J.MethodInvocation value
                            && isOptionalValue(value.getMethodType())
                    ? plain(value).withPrefix(call.getPrefix())
                    : call;
        }

        /** Scala's {@code Map[Int, X]} is a {@code Map<Object, X>} to Java's compiler. */
        @Override
        public J visitParameterizedType(J.ParameterizedType type, ExecutionContext context) {
            J.ParameterizedType visited = (J.ParameterizedType) super.visitParameterizedType(type, context);
            List<Expression> parameters = visited.getTypeParameters();
            if (parameters == null || parameters.size() != 2) {
                return visited;
            }
            Expression info = parameters.get(1);
            boolean byId = nameOf(parameters.get(0).getType()).equals("java.lang.Object")
                    && INFOS_BY_ID.contains(nameOf(info.getType()));
            return byId && parameters.get(0) instanceof J.Identifier key
                    ? visited.withTypeParameters(List.of(integer(key), info))
                    : visited;
        }

        private static J.Identifier integer(J.Identifier key) {
            return key.withSimpleName("Integer").withType(JavaType.ShallowClass.build("java.lang.Integer"));
        }

        private static boolean isOptionalValue(JavaType.@Nullable Method method) {
            return method != null
                    && nameOf(method.getDeclaringType()).startsWith(SparkNames.SCHEDULER)
                    && nameOf(method.getReturnType()).equals(SparkNames.SCALA_OPTION);
        }

        private static Expression plain(J.MethodInvocation value) {
            JavaType.Method type = value.getMethodType();
            JavaType plain = value.getSimpleName().equals("failureReason")
                    ? JavaType.ShallowClass.build("java.lang.String")
                    : JavaType.Primitive.Long;
            return value.withMethodType(type == null ? null : type.withReturnType(plain));
        }
    }
}
