package io.durastream.statestore;

/**
 * How the keys and values of a state are serialized: the {@linkplain StateSerializer#format() formats} of the two
 * serializers. State is only ever opened with the format that it was written with.
 */
public record StateFormat(String keys, String values) {

    static StateFormat of(StateSerializer<?> keys, StateSerializer<?> values) {
        return new StateFormat(keys.format(), values.format());
    }
}
