package io.durastream.statestore;

import com.esotericsoftware.kryo.kryo5.KryoException;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The fields that make up the state of a class or record as it is in this process, its superclasses' included, transient
 * ones not.
 *
 * @param shape names and types, in the order of {@code fields}
 * @param fields accessible
 */
record ClassFields(Class<?> type, Shape shape, List<Field> fields) {

    /** @throws KryoException when a superclass of the JDK hides fields */
    static ClassFields of(Class<?> type) {
        Map<String, Field> byName = new TreeMap<>();
        for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
            for (Field field : declaring.getDeclaredFields()) {
                if (isState(field)) {
                    byName.putIfAbsent(byName.containsKey(field.getName()) ? qualified(field) : field.getName(), field);
                }
            }
        }
        List<Shape.Field> described = new ArrayList<>();
        byName.forEach((name, field) ->
                described.add(new Shape.Field(name, field.getType().getName())));
        byName.values().forEach(ClassFields::makeAccessible);
        Shape.Kind kind = type.isRecord() ? Shape.Kind.RECORD : Shape.Kind.CLASS;
        return new ClassFields(type, new Shape(kind, type.getName(), described), List.copyOf(byName.values()));
    }

    /** Where the field of that name is in the list; -1 when there is none. */
    int indexOf(String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (shape.fields().get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** The name of a field that a subclass hides by one of the same name. */
    private static String qualified(Field field) {
        return field.getDeclaringClass().getName() + "." + field.getName();
    }

    /** Whether an object is not whole without it; so is what an inner class refers to outside. */
    static boolean isState(Field field) {
        return !Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers());
    }

    private static void makeAccessible(Field field) {
        try {
            field.setAccessible(true);
        } catch (InaccessibleObjectException e) {
            throw new KryoException(
                    field.getDeclaringClass().getName() + " hides its field '" + field.getName() + "'", e);
        }
    }
}
