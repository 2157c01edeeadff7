package io.durastream.runtime.recovery;

import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/** What a saved graph would have with an object, part by part, each with how it is reached. */
final class ObjectParts {

    private ObjectParts() {}

    /** @param label to be appended to the path of the whole: {@code .field}, {@code [3]} */
    record Part(String label, Object value) {}

    static List<Part> of(Object object) {
        SerializedLambda lambda = lambdaOf(object);
        if (lambda != null) {
            return captured(lambda);
        }
        if (object instanceof Broadcast<?> broadcast) {
            return List.of(new Part(".value()", broadcast.value()));
        }
        if (object instanceof Object[] array) {
            return elements(Arrays.asList(array));
        }
        if (object instanceof Collection<?> collection) {
            return elements(collection);
        }
        if (object instanceof Map<?, ?> map) {
            return entries(map);
        }
        return fields(object);
    }

    static boolean isLambda(Object object) {
        return lambdaOf(object) != null;
    }

    /** The class whose code an object is; of a lambda, the class that made it. */
    static String codeOf(Object object) {
        SerializedLambda lambda = lambdaOf(object);
        return lambda == null
                ? object.getClass().getName()
                : lambda.getCapturingClass().replace('/', '.');
    }

    private static List<Part> captured(SerializedLambda lambda) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
            Object value = lambda.getCapturedArg(i);
            if (value != null) {
                String type = isLambda(value) ? "lambda" : value.getClass().getName();
                parts.add(new Part(" captured argument " + i + " (" + type + ")", value));
            }
        }
        return parts;
    }

    private static List<Part> elements(Iterable<?> elements) {
        List<Part> parts = new ArrayList<>();
        int index = 0;
        for (Object element : elements) {
            if (element != null) {
                parts.add(new Part("[" + index + "]", element));
            }
            index++;
        }
        return parts;
    }

    private static List<Part> entries(Map<?, ?> map) {
        List<Part> parts = new ArrayList<>();
        map.forEach((key, value) -> {
            if (key != null) {
                parts.add(new Part(".key(" + key.getClass().getName() + ")", key));
            }
            if (value != null) {
                parts.add(new Part("[" + key + "]", value));
            }
        });
        return parts;
    }

    private static List<Part> fields(Object object) {
        List<Part> parts = new ArrayList<>();
        for (Class<?> type = object.getClass();
                type != null && Serializable.class.isAssignableFrom(type);
                type = type.getSuperclass()) {
            for (ObjectStreamField field : ObjectStreamClass.lookup(type).getFields()) {
                Object value = field.isPrimitive() ? null : valueOf(type, field.getName(), object);
                if (value != null) {
                    parts.add(new Part("." + field.getName(), value));
                }
            }
        }
        return parts;
    }

    /** Null also where the module system or an own serialized form does not let us look. */
    private static @Nullable Object valueOf(Class<?> type, String name, Object object) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(object);
        } catch (NoSuchFieldException | IllegalAccessException | InaccessibleObjectException e) {
            return null;
        }
    }

    /** The serialized form of a lambda; null for everything else. */
    private static @Nullable SerializedLambda lambdaOf(Object object) {
        if (!object.getClass().isHidden() || !(object instanceof Serializable)) {
            return null;
        }
        try {
            Method form = object.getClass().getDeclaredMethod("writeReplace");
            form.setAccessible(true);
            return form.invoke(object) instanceof SerializedLambda lambda ? lambda : null;
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            return null;
        }
    }
}
