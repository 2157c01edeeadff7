package io.durastream.runtime.recovery;

import io.durastream.runtime.graph.InputNode;
import io.durastream.runtime.graph.StreamNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the operators of one graph stand in it, as text: {@code
 * updateStateByKey(union(socketTextStream[a:1],textFileStream[/in]))}. Operators that work on one element at a time are
 * left out, so that adding a filter keeps an id as it is; so are names, functions, durations and places in the code. The
 * parents of a union are sorted. Owned by one thread.
 */
final class OperatorStructure {

    private static final Set<String> ELEMENT_WISE = Set.of(
            "map",
            "flatMap",
            "filter",
            "mapToPair",
            "flatMapToPair",
            "mapPartitions",
            "mapPartitionsToPair",
            "glom",
            "mapValues",
            "flatMapValues",
            "swap",
            "repartition");
    private static final int HASH_BYTES = 5;
    private static final int MAX_KIND = 64;
    /** A longer text gives way to its hash: streams that meet again and again would double it each time. */
    private static final int MAX_TEXT = 400;

    private final Map<StreamNode<?>, String> known = new HashMap<>();

    /** The structure of a stream; {@code nodes} has parents before children, so that no recursion is deep. */
    OperatorStructure(List<StreamNode<?>> nodes) {
        nodes.forEach(this::of);
    }

    String of(StreamNode<?> node) {
        String before = known.get(node);
        if (before != null) {
            return before;
        }
        String text = describe(node);
        String bounded = text.length() <= MAX_TEXT ? text : node.kind() + "(#" + hash(text) + ")";
        known.put(node, bounded);
        return bounded;
    }

    /** The operator's word in a structure: what stands before its parents. */
    static String kindIn(String structure) {
        return structure.split("[(\\[]", 2)[0];
    }

    /** The first candidate for the id of an operator. */
    static String idOf(String kind, String structure) {
        String plain = kind.replaceAll("[^A-Za-z0-9_=-]", "_");
        String shown = plain.isEmpty() ? "operator" : plain.substring(0, Math.min(plain.length(), MAX_KIND));
        return shown + "-" + hash(structure);
    }

    private String describe(StreamNode<?> node) {
        if (node instanceof InputNode<?> input) {
            return node.kind() + "[" + input.identityHint() + "]";
        }
        if (node.parents().size() == 1 && (ELEMENT_WISE.contains(node.kind()) || isView(node))) {
            return of(node.parents().get(0));
        }
        Stream<String> parents = node.parents().stream().map(this::of);
        boolean commutative = node.kind().equals("union");
        return node.kind() + (commutative ? parents.sorted() : parents).collect(Collectors.joining(",", "(", ")"));
    }

    /** A view of an operator adds nothing to what the operator is. */
    private static boolean isView(StreamNode<?> node) {
        return node.identity() != node;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
