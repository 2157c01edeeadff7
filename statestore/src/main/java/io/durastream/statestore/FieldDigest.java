package io.durastream.statestore;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/** The names and types of the fields that a serializer of fields writes, its superclasses' included. */
final class FieldDigest {

    private FieldDigest() {}

    static int of(Class<?> type) {
        CRC32C digest = new CRC32C();
        digest.update(describe(type).getBytes(StandardCharsets.UTF_8));
        return (int) digest.getValue();
    }

    static String describe(Class<?> type) {
        StringBuilder fields = new StringBuilder();
        for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
            fields.append(Arrays.stream(declaring.getDeclaredFields())
                    .filter(field -> !Modifier.isStatic(field.getModifiers()))
                    .filter(field -> !Modifier.isTransient(field.getModifiers()))
                    .filter(field -> !field.isSynthetic())
                    .map(FieldDigest::describe)
                    .sorted()
                    .collect(Collectors.joining(", ", "(", ")")));
        }
        return fields.toString();
    }

    private static String describe(Field field) {
        return field.getName() + ": " + field.getType().getName();
    }
}
