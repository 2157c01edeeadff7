package io.durastream.recovery.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.TreeMap;

/** The state of the application in the simulation: how often each record was counted. Immutable. */
record Counts(TreeMap<String, Integer> byKey) {

    static final Counts NONE = new Counts(new TreeMap<>());

    Counts plus(List<String> keys) {
        TreeMap<String, Integer> sum = new TreeMap<>(byKey);
        keys.forEach(key -> sum.merge(key, 1, Integer::sum));
        return new Counts(sum);
    }

    int of(Source source, int record) {
        return byKey.getOrDefault(key(source, record), 0);
    }

    static String key(Source source, Object record) {
        return source.id() + ":" + record;
    }

    byte[] toBytes() {
        StringBuilder text = new StringBuilder();
        byKey.forEach((key, count) -> text.append(key).append('=').append(count).append('\n'));
        return text.toString().getBytes(UTF_8);
    }

    static Counts of(byte[] bytes) {
        TreeMap<String, Integer> byKey = new TreeMap<>();
        new String(bytes, UTF_8).lines().forEach(line -> {
            int equals = line.indexOf('=');
            byKey.put(line.substring(0, equals), Integer.valueOf(line.substring(equals + 1)));
        });
        return new Counts(byKey);
    }
}
