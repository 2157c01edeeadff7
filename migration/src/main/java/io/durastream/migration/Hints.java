package io.durastream.migration;

import java.util.List;
import java.util.Map;

/** What to do instead of what has no counterpart in Durastream. */
final class Hints {

    static final String BOTH_EXTENDED =
            "StreamingListener is a class in Durastream: extend it in a class of its own, and register that.";

    static final String TWO_OF_ONE_NAME =
            "The application has a type of that name, and imports Durastream's: write one of them with its package.";

    static final String NOT_READ = "Only Java sources are translated: change this line by hand.";

    static final String DEPENDENCY = "Only POMs are translated: depend on io.durastream:durastream-runtime here.";

    private static final String DEFAULT =
            "Durastream has no counterpart; docs/migration.md tells what there is instead.";

    /** By the beginning of the qualified name; the first that fits. */
    private static final List<Map.Entry<String, String>> TYPES = List.of(
            Map.entry(
                    "kafka",
                    "Durastream has no Kafka source yet: keep this stream on Spark Streaming for now, or write a Receiver that stores positions."),
            Map.entry(
                    "kinesis",
                    "No Kinesis source: write a Receiver that stores positions, see Receiver.store(records, position)."),
            Map.entry("flume", "No Flume source: write a Receiver."),
            Map.entry(
                    "dstream.InputDStream",
                    "Implement io.durastream.Source for StreamingContext.inputStream, or write a Receiver."),
            Map.entry("dstream.ReceiverInputDStream", "Give the Receiver itself to StreamingContext.receiverStream."),
            Map.entry("dstream.ConstantInputDStream", "Use StreamingContext.constantStream."),
            Map.entry("dstream.", "A stream of the Scala API: use the DStream or PairDStream that it came from."),
            Map.entry("StreamingContext", "The context of the Scala API: use io.durastream.StreamingContext."),
            Map.entry(
                    "api.java.JavaDStreamLike",
                    "DStream and PairDStream share no public type: take one of them, or have two methods."),
            Map.entry(
                    "receiver.ReceiverSupervisor",
                    "Internal to Spark Streaming; test receivers with io.durastream.testkit."),
            Map.entry(
                    "scheduler.",
                    "Internal to Spark Streaming; StreamingListener tells of batches, outputs and receivers."));

    private static final Map<String, String> MEMBERS = Map.ofEntries(
            Map.entry(
                    "dstream",
                    "The Scala stream: call the operation on the stream itself, or use transform or foreachRDD."),
            Map.entry("inputDStream", "The Scala stream: call the operation on the stream itself."),
            Map.entry("receiverInputDStream", "The Scala stream: call the operation on the stream itself."),
            Map.entry("ssc", "The Scala context: call the operation on the StreamingContext itself."),
            Map.entry("classTag", "Durastream needs no class tags: leave it out."),
            Map.entry("kClassTag", "Durastream needs no class tags: leave it out."),
            Map.entry("vClassTag", "Durastream needs no class tags: leave it out."),
            Map.entry("kManifest", "Durastream needs no class tags: leave it out."),
            Map.entry("vManifest", "Durastream needs no class tags: leave it out."),
            Map.entry("wrapRDD", "Use JavaRDD.fromRDD or JavaPairRDD.fromRDD."),
            Map.entry("fromDStream", "Use the DStream that the Scala stream came from."),
            Map.entry("fromPairDStream", "Use the PairDStream that the Scala stream came from."),
            Map.entry("fromInputDStream", "Use the stream that the context's method gave."),
            Map.entry("fromReceiverInputDStream", "Use the stream that StreamingContext.receiverStream gave."),
            Map.entry("scalaToJavaLong", "Use mapValues."),
            Map.entry("scalaIntToJavaLong", "Use count()."),
            Map.entry("union", "Give the streams one by one, or as a Java array."),
            Map.entry("store", "Give a java.util.List, a java.util.Iterator or a ByteBuffer."),
            Map.entry("getOption", "Use exists() and get()."),
            Map.entry("initialState", "Give a JavaPairRDD."),
            Map.entry(
                    "function",
                    "Give a function of org.apache.spark.api.java.function with Optional, or a lambda expression."),
            Map.entry("until", "Count with plus(Duration) in a loop."),
            Map.entry("to", "Count with plus(Duration) in a loop."),
            Map.entry("ordering", "Time is Comparable."),
            Map.entry("copy", "Use the constructor."),
            Map.entry("apply", "Only the runtime makes infos: have tests of listeners run an application."),
            Map.entry("saveAsHadoopFiles", "Give the classes of key, value and output format."),
            Map.entry("saveAsNewAPIHadoopFiles", "Give the classes of key, value and output format."),
            Map.entry("submissionTime", "A long in Durastream, -1 while unknown."),
            Map.entry("processingStartTime", "A long in Durastream, -1 while unknown."),
            Map.entry("processingEndTime", "A long in Durastream, -1 while unknown."),
            Map.entry("schedulingDelay", "A long in Durastream, -1 while unknown."),
            Map.entry("processingDelay", "A long in Durastream, -1 while unknown."),
            Map.entry("totalDelay", "A long in Durastream, -1 while unknown."),
            Map.entry("startTime", "A long in Durastream, -1 while unknown."),
            Map.entry("endTime", "A long in Durastream, -1 while unknown."),
            Map.entry("failureReason", "A String in Durastream, null when nothing failed."),
            Map.entry("streamIdToInputInfo", "A java.util.Map in Durastream."),
            Map.entry("outputOperationInfos", "A java.util.Map in Durastream."),
            Map.entry("metadata", "A java.util.Map in Durastream."));

    private Hints() {}

    /** For a type, a package or an artifact of Spark Streaming. */
    static String forType(String qualifiedName) {
        String name = qualifiedName.startsWith(SparkNames.STREAMING)
                ? qualifiedName.substring(SparkNames.STREAMING.length())
                : qualifiedName;
        return TYPES.stream()
                .filter(each -> name.startsWith(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(DEFAULT);
    }

    /** For a constructor of a type that was translated. */
    static String forCreationOf(String qualifiedName) {
        return qualifiedName.endsWith("Info")
                ? "Only the runtime makes infos: have tests of listeners run an application."
                : forType("dstream.");
    }

    static String forMember(String name) {
        return MEMBERS.getOrDefault(name, DEFAULT);
    }
}
