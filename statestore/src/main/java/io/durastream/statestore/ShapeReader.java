package io.durastream.statestore;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads objects of one shape into a class as it is now: the fields in the order of the shape, matched by name. */
abstract class ShapeReader extends Serializer<Object> {

    private static final int NOWHERE = -1;

    final ClassFields now;
    final List<Step> steps;

    private ShapeReader(ClassFields now, List<Step> steps) {
        super(false, now.type().isRecord());
        this.now = now;
        this.steps = steps;
    }

    /** @throws IncompatibleStateException when a field's type has become one that cannot take what was written */
    static ShapeReader of(ClassFields now, Shape then) {
        List<Step> steps = new ArrayList<>();
        for (Shape.Field field : then.fields()) {
            int target = now.indexOf(field.name());
            steps.add(new Step(
                    FieldType.of(field.type()),
                    target,
                    target == NOWHERE
                            ? null
                            : conversion(now, field, now.fields().get(target))));
        }
        return now.type().isRecord() ? new OfRecord(now, steps) : new OfClass(now, steps);
    }

    /** The type to which numbers are widened; null where values stay what they are. */
    private static @Nullable FieldType conversion(ClassFields now, Shape.Field then, Field field) {
        String type = field.getType().getName();
        if (type.equals(then.type())) {
            return null;
        }
        FieldType wider = FieldType.unboxed(type);
        if (FieldType.unboxed(then.type()).widensTo(wider)) {
            return wider;
        }
        if (!isSubtype(then.type(), field.getType(), now.type().getClassLoader())) {
            throw new IncompatibleStateException("The field '" + then.name() + "' of "
                    + now.type().getName() + " was " + then.type() + " when the state was written, and now is " + type
                    + ". " + IncompatibleStateException.REMEDY);
        }
        return null;
    }

    private static boolean isSubtype(String name, Class<?> type, ClassLoader userClasses) {
        try {
            return type.isAssignableFrom(Class.forName(name, false, userClasses));
        } catch (ClassNotFoundException e) {
            return type == Object.class; // takes anything, also what has no class of its own: numbers
        }
    }

    @Override
    public final void write(Kryo kryo, Output output, Object object) {
        throw new IllegalStateException("Nothing is written in the shape of an earlier release");
    }

    /**
     * A field in the bytes.
     *
     * @param written how it was written
     * @param target where it goes: the index of a field
     * @param wider what it is widened to; null: it is taken as it is
     */
    record Step(FieldType written, int target, @Nullable FieldType wider) {

        boolean isSkipped() {
            return target == NOWHERE;
        }

        /** {@return what the field is to get; null too where a primitive keeps its default} */
        @Nullable
        Object read(Kryo kryo, Input input) {
            if (isSkipped()) {
                return ShapeResolver.of(kryo).skipping(() -> written.read(kryo, input));
            }
            Object value = written.read(kryo, input);
            return wider == null || value == null ? value : wider.widen(value);
        }
    }

    private static final class OfClass extends ShapeReader {

        private final Field[] targets;
        private final boolean[] direct;

        OfClass(ClassFields now, List<Step> steps) {
            super(now, steps);
            targets = new Field[steps.size()];
            direct = new boolean[steps.size()];
            for (int i = 0; i < targets.length; i++) {
                Step step = steps.get(i);
                targets[i] = step.isSkipped() ? null : now.fields().get(step.target());
                direct[i] = !step.isSkipped() && step.wider() == null;
            }
        }

        @Override
        public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
            Object object = kryo.newInstance(now.type());
            kryo.reference(object);
            try {
                for (int i = 0; i < targets.length; i++) {
                    if (direct[i]) {
                        steps.get(i).written().readInto(kryo, input, targets[i], object);
                    } else {
                        set(targets[i], object, steps.get(i).read(kryo, input));
                    }
                }
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(
                        "A field of " + now.type().getName() + " was made accessible and is not", e);
            }
            return object;
        }

        private static void set(@Nullable Field target, Object object, @Nullable Object value)
                throws IllegalAccessException {
            if (target != null && (value != null || !target.getType().isPrimitive())) {
                target.set(object, value);
            }
        }
    }

    private static final class OfRecord extends ShapeReader {

        private final Constructor<?> constructor;
        private final Object[] defaults;
        /** For each step the parameter of the constructor. */
        private final int[] parameters;

        OfRecord(ClassFields now, List<Step> steps) {
            super(now, steps);
            RecordComponent[] components = now.type().getRecordComponents();
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            constructor = constructor(now.type(), types);
            defaults = Arrays.stream(types).map(OfRecord::defaultOf).toArray();
            List<String> names =
                    Arrays.stream(components).map(RecordComponent::getName).toList();
            parameters = steps.stream()
                    .mapToInt(step -> step.isSkipped()
                            ? NOWHERE
                            : names.indexOf(now.fields().get(step.target()).getName()))
                    .toArray();
        }

        private static Constructor<?> constructor(Class<?> type, Class<?>[] parameters) {
            try {
                Constructor<?> constructor = type.getDeclaredConstructor(parameters);
                constructor.setAccessible(true);
                return constructor;
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException("Every record has a canonical constructor: " + type.getName(), e);
            }
        }

        /** What a field of that type has before it is set. */
        private static @Nullable Object defaultOf(Class<?> type) {
            return Array.get(Array.newInstance(type, 1), 0);
        }

        @Override
        public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
            Object[] arguments = defaults.clone();
            for (int i = 0; i < parameters.length; i++) {
                Object value = steps.get(i).read(kryo, input);
                if (parameters[i] != NOWHERE && value != null) {
                    arguments[parameters[i]] = value;
                }
            }
            try {
                return constructor.newInstance(arguments);
            } catch (InvocationTargetException e) {
                throw new IncompatibleStateException(
                        "The constructor of " + now.type().getName() + " refuses what the state has for it, "
                                + Arrays.toString(arguments) + ": " + e.getCause() + ". "
                                + IncompatibleStateException.REMEDY,
                        e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Cannot make a " + now.type().getName(), e);
            }
        }
    }
}
