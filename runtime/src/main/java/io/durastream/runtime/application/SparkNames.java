package io.durastream.runtime.application;

import io.durastream.runtime.graph.StreamNode;
import java.util.Map;

/** The names of Spark Streaming's classes of streams, which the texts of its errors have. */
final class SparkNames {

    private static final Map<String, String> BY_KIND = Map.ofEntries(
            Map.entry("map", "MappedDStream"),
            Map.entry("mapToPair", "MappedDStream"),
            Map.entry("swap", "MappedDStream"),
            Map.entry("count", "MappedDStream"),
            Map.entry("reduce", "MappedDStream"),
            Map.entry("countByWindow", "MappedDStream"),
            Map.entry("reduceByWindow", "MappedDStream"),
            Map.entry("textFileStream", "MappedDStream"),
            Map.entry("binaryRecordsStream", "MappedDStream"),
            Map.entry("flatMap", "FlatMappedDStream"),
            Map.entry("flatMapToPair", "FlatMappedDStream"),
            Map.entry("filter", "FilteredDStream"),
            Map.entry("mapPartitions", "MapPartitionedDStream"),
            Map.entry("mapPartitionsToPair", "MapPartitionedDStream"),
            Map.entry("glom", "GlommedDStream"),
            Map.entry("mapValues", "MapValuedDStream"),
            Map.entry("flatMapValues", "FlatMapValuedDStream"),
            Map.entry("groupByKey", "ShuffledDStream"),
            Map.entry("reduceByKey", "ShuffledDStream"),
            Map.entry("combineByKey", "ShuffledDStream"),
            Map.entry("countByValue", "ShuffledDStream"),
            Map.entry("union", "UnionDStream"),
            Map.entry("window", "WindowedDStream"),
            Map.entry("updateStateByKey", "StateDStream"),
            Map.entry("mapWithState", "InternalMapWithStateDStream"),
            Map.entry("reduceByKeyAndWindow", "ReducedWindowedDStream"),
            Map.entry("countByValueAndWindow", "ReducedWindowedDStream"),
            Map.entry("queueStream", "QueueInputDStream"),
            Map.entry("fileStream", "FileInputDStream"),
            Map.entry("receiverStream", "PluggableInputDStream"));

    private SparkNames() {}

    /** What Spark Streaming calls a stream; whatever is not listed it makes by transforming RDDs. */
    static String of(StreamNode<?> node) {
        return BY_KIND.getOrDefault(node.kind(), "TransformedDStream");
    }
}
