package io.durastream.statestore;

/**
 * Any class, through the Kryo of the calling thread; what its classes look like is kept beside. Thread-safe.
 *
 * @param key whether equal objects have to give equal bytes
 */
record KryoStateSerializer<T>(KryoEngines engines, Shapes shapes, boolean key) implements StateSerializer<T> {

    @Override
    public byte[] serialize(T value) {
        byte[] scalar = Scalars.write(value);
        return scalar != null ? scalar : engines.get().write(value, shapes, key);
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // what was written comes back, be it null
    public T deserialize(byte[] bytes) {
        Object scalar = Scalars.read(bytes);
        return (T) (scalar != null ? scalar : engines.get().read(bytes, 0, shapes));
    }

    @Override
    public String format() {
        return "kryo5/2";
    }
}
