package io.durastream.cli.state;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import scala.Product;
import scala.jdk.javaapi.CollectionConverters;

/** Objects of applications as JSON: numbers, truth values, lists, maps and tuples as such, all others as their text. */
final class JsonValue {

    private JsonValue() {}

    static @Nullable Object of(@Nullable Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            map.forEach((key, element) -> object.put(String.valueOf(key), of(element)));
            return object;
        }
        if (value instanceof Iterable<?> elements) {
            return list(elements);
        }
        if (value instanceof Product tuple && value.getClass().getName().startsWith("scala.Tuple")) {
            return list(CollectionConverters.asJava(tuple.productIterator().toSeq()));
        }
        return value.getClass().isArray() ? array(value) : value.toString();
    }

    private static List<@Nullable Object> list(Iterable<?> elements) {
        List<@Nullable Object> list = new ArrayList<>();
        elements.forEach(element -> list.add(of(element)));
        return list;
    }

    private static List<@Nullable Object> array(Object array) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            list.add(of(Array.get(array, i)));
        }
        return list;
    }
}
