package io.durastream.recovery.deploy;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.FieldAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether calls would find what they were compiled against: a method or field of that name, with just those types.
 *
 * @param classPath where they would be looked up
 */
record Linkage(ClassLoader classPath) {

    private static final String CONSTRUCTOR = "<init>";

    boolean isBroken(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        try {
            return !owner.isArray() && !has(Class.forName(owner.getName(), false, classPath), access.getTarget());
        } catch (ClassNotFoundException | NoClassDefFoundError absent) {
            return true;
        }
    }

    private static boolean has(Class<?> type, AccessTarget target) {
        if (target instanceof FieldAccessTarget field) {
            return lineOf(type)
                    .flatMap(in -> Arrays.stream(in.getDeclaredFields()))
                    .anyMatch(found ->
                            found.getName().equals(field.getName()) && isNamed(found.getType(), field.getRawType()));
        }
        CodeUnitAccessTarget called = (CodeUnitAccessTarget) target;
        if (called.getName().equals(CONSTRUCTOR)) {
            return Arrays.stream(type.getDeclaredConstructors())
                    .anyMatch(found -> takes(found.getParameterTypes(), called));
        }
        return isForAnyTypes(type)
                || lineOf(type)
                        .flatMap(in -> Arrays.stream(in.getDeclaredMethods()))
                        .anyMatch(found -> found.getName().equals(called.getName())
                                && isNamed(found.getReturnType(), called.getRawReturnType())
                                && takes(found.getParameterTypes(), called));
    }

    /** A class and all that it inherits from; interfaces have the methods of {@code Object} too. */
    private static Stream<Class<?>> lineOf(Class<?> type) {
        Stream<Class<?>> parents =
                Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()));
        return Stream.concat(Stream.of(type, Object.class), parents.flatMap(Linkage::lineOf));
    }

    private static boolean takes(Class<?>[] types, CodeUnitAccessTarget called) {
        List<String> expected =
                called.getRawParameterTypes().stream().map(JavaClass::getName).toList();
        return Arrays.stream(types).map(Class::getName).toList().equals(expected);
    }

    private static boolean isNamed(Class<?> type, JavaClass name) {
        return type.getName().equals(name.getName());
    }

    /** The compiler makes up the types of these methods from the call. */
    private static boolean isForAnyTypes(Class<?> type) {
        return type == MethodHandle.class || type == VarHandle.class;
    }
}
