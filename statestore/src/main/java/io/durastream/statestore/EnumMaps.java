package io.durastream.statestore;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.durastream.storage.SuppressForbidden;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Enum maps: the class of the keys, size (varint), and each key without its class, and value. */
@SuppressWarnings({"rawtypes", "unchecked"}) // of enums nothing is known
final class EnumMaps extends Serializer<EnumMap> {

    @Override
    public void write(Kryo kryo, Output output, EnumMap map) {
        Registration keys = kryo.writeClass(output, keyType(map));
        output.writeVarInt(map.size(), true);
        for (Map.Entry<Enum<?>, Object> entry : ((Map<Enum<?>, Object>) map).entrySet()) {
            keys.getSerializer().write(kryo, output, entry.getKey());
            kryo.writeClassAndObject(output, entry.getValue());
        }
    }

    @Override
    public EnumMap read(Kryo kryo, Input input, Class<? extends EnumMap> type) {
        Registration keys = kryo.readClass(input);
        EnumMap map = new EnumMap(keys.getType());
        kryo.reference(map);
        for (int n = input.readVarInt(true); n > 0; n--) {
            map.put((Enum) keys.getSerializer().read(kryo, input, keys.getType()), kryo.readClassAndObject(input));
        }
        return map;
    }

    @SuppressForbidden("nothing is written")
    private static Class<?> keyType(EnumMap<?, ?> map) {
        if (!map.isEmpty()) {
            return map.keySet().iterator().next().getDeclaringClass();
        }
        try (KeyType stream = new KeyType()) {
            stream.writeObject(map);
            return stream.found();
        } catch (IOException e) {
            throw new IllegalStateException("An empty map cannot be written to nowhere", e);
        }
    }

    /** Java's serialization is the only one to whom an empty map tells the type of its keys. */
    @SuppressForbidden("nothing is written")
    private static final class KeyType extends ObjectOutputStream {

        private @Nullable Class<?> found;

        KeyType() throws IOException {
            super(OutputStream.nullOutputStream());
        }

        @Override
        protected void annotateClass(Class<?> described) {
            if (described.isEnum()) {
                found = described;
            }
        }

        Class<?> found() {
            if (found == null) {
                throw new IllegalStateException("An enum map has no type of keys");
            }
            return found;
        }
    }
}
