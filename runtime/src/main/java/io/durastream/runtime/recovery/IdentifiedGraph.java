package io.durastream.runtime.recovery;

import io.durastream.checkpoint.OperatorId;
import io.durastream.checkpoint.OperatorInfo;
import io.durastream.runtime.graph.InputNode;
import io.durastream.runtime.graph.StatefulNode;
import io.durastream.runtime.graph.StreamGraph;
import io.durastream.runtime.graph.StreamNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The operators of a graph that keep something in a checkpoint directory, inputs and stateful ones, each with its id: the
 * one that the user gave with {@code uid(...)}, else one derived from {@link OperatorStructure}. The same graph has the
 * same ids in every JVM.
 *
 * <p>A derived id is the operator's kind and a hash of its structure, {@code updateStateByKey-5f1c0a9be2}. Operators of the
 * same structure are numbered in the order of the graph, from the second one on: {@code updateStateByKey-5f1c0a9be2-2}.
 * Ids that the user gave are left out of the numbering.
 */
public final class IdentifiedGraph {

    private final Map<StreamNode<?>, OperatorId> ids;
    private final Map<OperatorId, OperatorInfo> operators;

    private IdentifiedGraph(Map<StreamNode<?>, OperatorId> ids, Map<OperatorId, OperatorInfo> operators) {
        this.ids = Collections.unmodifiableMap(ids);
        this.operators = Collections.unmodifiableMap(operators);
    }

    /**
     * Finds the id of each operator.
     *
     * @throws IllegalArgumentException when an id that the user gave is not valid, or given twice; the message names the
     *     places in the user's code
     */
    public static IdentifiedGraph of(StreamGraph graph) {
        List<StreamNode<?>> nodes = graph.nodes();
        Map<StreamNode<?>, OperatorId> explicit = explicitIds(nodes);
        Set<OperatorId> taken = new TreeSet<>(explicit.values());
        OperatorStructure structures = new OperatorStructure(nodes);
        Map<StreamNode<?>, OperatorId> ids = new LinkedHashMap<>();
        Map<OperatorId, OperatorInfo> operators = new LinkedHashMap<>();
        for (StreamNode<?> node : nodes) {
            if (isOperator(node)) {
                String structure = structures.of(node);
                OperatorId given = explicit.get(node);
                OperatorId id = given == null ? derive(node, structure, taken) : given;
                ids.put(node, id);
                operators.put(id, new OperatorInfo(id, kindOf(node), node.toString(), structure, given != null));
            }
        }
        return new IdentifiedGraph(ids, operators);
    }

    /** The id of every input and every stateful node. */
    public Map<StreamNode<?>, OperatorId> ids() {
        return ids;
    }

    /** The operators as the batch log records them, parents before children. */
    public List<OperatorInfo> operators() {
        return List.copyOf(operators.values());
    }

    /** The operator with this id. */
    public Optional<OperatorInfo> operator(OperatorId id) {
        return Optional.ofNullable(operators.get(id));
    }

    private static boolean isOperator(StreamNode<?> node) {
        return node instanceof InputNode || node instanceof StatefulNode;
    }

    private static OperatorInfo.Kind kindOf(StreamNode<?> node) {
        return node instanceof StatefulNode ? OperatorInfo.Kind.STATE : OperatorInfo.Kind.INPUT;
    }

    /** The ids that the user gave, checked on all streams, since one that is useless today may matter tomorrow. */
    private static Map<StreamNode<?>, OperatorId> explicitIds(List<StreamNode<?>> nodes) {
        Map<OperatorId, StreamNode<?>> owners = new LinkedHashMap<>();
        Map<StreamNode<?>, OperatorId> ids = new LinkedHashMap<>();
        for (StreamNode<?> node : nodes) {
            String uid = node.uid();
            if (uid != null) {
                OperatorId id = validId(uid, node);
                StreamNode<?> other = owners.putIfAbsent(id, node);
                if (other != null) {
                    throw new IllegalArgumentException("uid(\"" + uid + "\") is given twice, to " + other + " and to "
                            + node + "; give one of them another id\n  first: "
                            + other.definedAt().longForm().replace("\n", "\n    ") + "\n  second: "
                            + node.definedAt().longForm().replace("\n", "\n    "));
                }
                ids.put(node, id);
            }
        }
        return ids;
    }

    private static OperatorId validId(String uid, StreamNode<?> node) {
        try {
            return OperatorId.of(uid);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The uid of " + node + " is not valid. " + e.getMessage(), e);
        }
    }

    private static OperatorId derive(StreamNode<?> node, String structure, Set<OperatorId> taken) {
        String first = OperatorStructure.idOf(node.kind(), structure);
        OperatorId id = OperatorId.of(first);
        for (int ordinal = 2; !taken.add(id); ordinal++) {
            id = OperatorId.of(first + "-" + ordinal);
        }
        return id;
    }
}
