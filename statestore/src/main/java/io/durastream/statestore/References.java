package io.durastream.statestore;

import com.esotericsoftware.kryo.kryo5.util.MapReferenceResolver;

/**
 * Which objects are written as references where they occur again in the same value: those that can be changed. One that is
 * immutable is written in full each time. So is everything in a key, because equal keys must give equal bytes whatever
 * objects they are made of; the layout is the same.
 */
final class References extends MapReferenceResolver {

    private static final int NOT_WRITTEN = -1;

    private boolean keys;

    void keys(boolean inKeys) {
        keys = inKeys;
    }

    /** The type that stands for a class of this kind while an earlier shape of it is read. */
    static Class<?> markerOf(Shape.Kind kind) {
        return kind == Shape.Kind.CLASS ? Mutable.class : Immutable.class;
    }

    static boolean isMarker(Class<?> type) {
        return type == Mutable.class || type == Immutable.class;
    }

    @Override
    @SuppressWarnings("rawtypes") // as Kryo declares it
    public boolean useReferences(Class type) {
        if (isMarker(type)) {
            return type == Mutable.class;
        }
        return !kryo.getRegistration(type).getSerializer().isImmutable();
    }

    @Override
    public int getWrittenId(Object object) {
        return keys ? NOT_WRITTEN : super.getWrittenId(object);
    }

    private static final class Mutable {}

    private static final class Immutable {}
}
