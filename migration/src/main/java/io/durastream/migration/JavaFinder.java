package io.durastream.migration;

import static io.durastream.migration.SparkNames.isOfSparkStreaming;
import static io.durastream.migration.SparkNames.nameOf;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openrewrite.internal.ListUtils;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.TypeTree;

/**
 * Finds in a translated source: names of types that are still Spark Streaming's, and calls of Durastream's types whose parameters or result are
 * objects of the Scala API; Durastream has no such methods. What such a call returns needs no look of its own. Also names that have come to mean
 * two types.
 */
final class JavaFinder extends JavaIsoVisitor<Integer> {

    private static final String LISTENER = SparkNames.DURASTREAM + "StreamingListener";

    /** Return Scala objects in Spark Streaming, and are in Durastream too; the first two return Durastream's objects. */
    private static final Set<String> HAVE_COUNTERPARTS = Set.of("checkpoint", "context", "preferredLocation");

    /** Have no Scala types in their signatures, and yet no counterpart: what Scala gives to case classes, and internals. */
    private static final Set<String> LEFT_OUT = Set.of(
            "copy",
            "canEqual",
            "productArity",
            "productElement",
            "productElementName",
            "productPrefix",
            "setReceiverId",
            "printStats");

    private static final Set<String> LEFT_OUT_WITH_TWO_ARGUMENTS =
            Set.of("saveAsHadoopFiles", "saveAsNewAPIHadoopFiles");

    /** Only the runtime makes infos. */
    private static final Set<String> MAKES = Set.of("<constructor>", "apply");

    private final Findings findings;
    private final Set<String> imports = new HashSet<>();
    private final Set<String> typesUsed = new HashSet<>();

    JavaFinder(Findings findings) {
        this.findings = findings;
    }

    /** An import is worth telling only when no use of what it imports was found. */
    @Override
    public J.CompilationUnit visitCompilationUnit(J.CompilationUnit source, Integer unused) {
        source.getImports().forEach(imported -> {
            if (imported.getTypeName().startsWith(SparkNames.DURASTREAM)) {
                imports.add(imported.getClassName());
            }
        });
        J.CompilationUnit visited = super.visitCompilationUnit(source, unused);
        return visited.withImports(ListUtils.map(visited.getImports(), this::foundUnlessUsed));
    }

    private J.Import foundUnlessUsed(J.Import imported) {
        String name = imported.getQualid().toString();
        boolean told =
                !name.startsWith(SparkNames.STREAMING) || typesUsed.stream().anyMatch(used -> imports(name, used));
        return told ? imported : findings.found(imported, "import " + name, Hints.forType(name));
    }

    private static boolean imports(String imported, String type) {
        return imported.endsWith(".*")
                ? type.startsWith(imported.substring(0, imported.length() - 1))
                : type.equals(imported) || type.startsWith(imported + "$");
    }

    @Override
    public J.Import visitImport(J.Import imported, Integer unused) {
        return imported;
    }

    @Override
    public J.FieldAccess visitFieldAccess(J.FieldAccess access, Integer unused) {
        boolean qualifiedName =
                access.toString().startsWith(SparkNames.STREAMING) && isOfSparkStreaming(access.getType());
        return qualifiedName
                ? findings.found(access, access.toString(), Hints.forType(nameOf(access.getType())))
                : super.visitFieldAccess(access, unused);
    }

    @Override
    public J.Identifier visitIdentifier(J.Identifier identifier, Integer unused) {
        String name = nameOf(identifier.getType());
        boolean namesType = identifier.getFieldType() == null
                && name.startsWith(SparkNames.STREAMING)
                && (name.endsWith("." + identifier.getSimpleName()) || name.endsWith("$" + identifier.getSimpleName()));
        if (!namesType) {
            return isHidden(identifier, name)
                    ? findings.found(identifier, identifier.getSimpleName(), Hints.TWO_OF_ONE_NAME)
                    : identifier;
        }
        typesUsed.add(name);
        return findings.found(identifier, identifier.getSimpleName(), Hints.forType(name));
    }

    /** Whether a type of the application's own package, or one nested in it, has the name of an imported type of Durastream. */
    private boolean isHidden(J.Identifier identifier, String qualifiedName) {
        String name = identifier.getSimpleName();
        boolean namesOther = imports.contains(name)
                && identifier.getFieldType() == null
                && !qualifiedName.startsWith(SparkNames.DURASTREAM)
                && (qualifiedName.endsWith("." + name) || qualifiedName.endsWith("$" + name));
        return namesOther && !(getCursor().getParentTreeCursor().getValue() instanceof J.FieldAccess);
    }

    @Override
    public J.Literal visitLiteral(J.Literal literal, Integer unused) {
        return literal.getValue() instanceof String text && text.contains(SparkNames.STREAMING)
                ? findings.found(literal, '"' + text + '"', "A name in a text: " + Hints.forType(text))
                : literal;
    }

    @Override
    public J.MethodInvocation visitMethodInvocation(J.MethodInvocation method, Integer unused) {
        J.MethodInvocation call = super.visitMethodInvocation(method, unused);
        return hasNoCounterpart(method.getMethodType())
                ? call.withName(findings.found(call.getName(), text(method), Hints.forMember(method.getSimpleName())))
                : call;
    }

    @Override
    public J.MemberReference visitMemberReference(J.MemberReference reference, Integer unused) {
        J.MemberReference visited = super.visitMemberReference(reference, unused);
        return hasNoCounterpart(reference.getMethodType())
                ? findings.found(
                        visited,
                        text(reference),
                        Hints.forMember(reference.getReference().getSimpleName()))
                : visited;
    }

    @Override
    public J.NewClass visitNewClass(J.NewClass creation, Integer unused) {
        J.NewClass visited = super.visitNewClass(creation, unused);
        return hasNoCounterpart(creation.getConstructorType())
                ? findings.found(visited, text(creation), Hints.forCreationOf(nameOf(creation.getType())))
                : visited;
    }

    @Override
    public J.ClassDeclaration visitClassDeclaration(J.ClassDeclaration type, Integer unused) {
        J.ClassDeclaration visited = super.visitClassDeclaration(type, unused);
        List<TypeTree> interfaces = visited.getImplements();
        boolean implementsClass = interfaces != null
                && interfaces.stream().anyMatch(each -> nameOf(each.getType()).equals(LISTENER));
        return implementsClass
                ? visited.withName(findings.found(
                        visited.getName(), type.getSimpleName() + " implements StreamingListener", Hints.BOTH_EXTENDED))
                : visited;
    }

    private static boolean hasNoCounterpart(JavaType.@Nullable Method method) {
        if (method == null
                || !isTranslated(method.getDeclaringType())
                || HAVE_COUNTERPARTS.contains(method.getName())) {
            return false;
        }
        return isLeftOut(method)
                || isScala(method.getReturnType())
                || method.getParameterTypes().stream().anyMatch(JavaFinder::isScala);
    }

    private static boolean isLeftOut(JavaType.Method method) {
        String name = method.getName();
        boolean makesInfo = MAKES.contains(name)
                && nameOf(method.getDeclaringType()).matches(Pattern.quote(SparkNames.DURASTREAM) + "\\w+Info");
        boolean two = method.getParameterTypes().size() == 2;
        return makesInfo || LEFT_OUT.contains(name) || (two && LEFT_OUT_WITH_TWO_ARGUMENTS.contains(name));
    }

    private static boolean isTranslated(JavaType.FullyQualified type) {
        return nameOf(type).startsWith(SparkNames.DURASTREAM) || SparkNames.isSharedByStreams(type);
    }

    /** Tuples are Scala's too, and part of the Java API. */
    private static boolean isScala(@Nullable JavaType type) {
        String name = nameOf(type);
        boolean scala = name.startsWith("scala.") && !name.startsWith("scala.Tuple");
        return scala || name.startsWith(SparkNames.STREAMING) || name.equals("org.apache.spark.rdd.RDD");
    }

    private String text(J tree) {
        return tree.printTrimmed(getCursor().getParentOrThrow());
    }
}
