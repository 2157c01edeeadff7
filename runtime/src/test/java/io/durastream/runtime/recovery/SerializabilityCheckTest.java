package io.durastream.runtime.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.runtime.sample.SampleGraph;
import io.durastream.runtime.sample.SampleInput;
import io.durastream.sample.Unserializable;
import java.io.NotSerializableException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.function.Function;
import org.junit.jupiter.api.Test;

class SerializabilityCheckTest {

    private static final String UNSERIALIZABLE = "io.durastream.sample.Unserializable";

    @Test
    void acceptsWhatCanBeSerialized() throws Exception {
        SerializabilityCheck.check(graphWith(it -> it).graph());
    }

    @Test
    void namesTheFieldOfACapturedObject() {
        assertEquals(
                "lambda captured argument 0 (" + UNSERIALIZABLE + ").connection: java.net.Socket",
                pathTo(new Unserializable().capturingThis()));
    }

    @Test
    void namesTheCapturedObjectItself() {
        assertEquals(
                "lambda captured argument 0 (java.lang.Object): java.lang.Object",
                pathTo(Unserializable.capturingDirectly()));
    }

    @Test
    void followsCollections() {
        assertTrue(pathTo(Unserializable.inACollection()).endsWith("[1][x]: java.lang.Object"));
    }

    @Test
    void followsCycles() {
        assertEquals(
                "lambda captured argument 0 (" + UNSERIALIZABLE + "$Ring).next.sockets[0]: java.net.Socket",
                pathTo(Unserializable.inACycle()));
    }

    @Test
    void followsArraysInFunctionsThatAreClasses() {
        assertEquals(UNSERIALIZABLE + "$Holder.held[1]: java.lang.Object", pathTo(Unserializable.asAClass()));
    }

    @Test
    void namesAnObjectThatRefusesByItself() {
        assertEquals(
                "lambda captured argument 0 (" + UNSERIALIZABLE
                        + "$Refusing): java.io.NotSerializableException: not with me",
                pathTo(Unserializable.refusingByItself()));
    }

    @Test
    void saysInTheWordsOfTheApiThatACheckpointNeedsIt() {
        SampleGraph sample = graphWith(Unserializable.capturingDirectly());

        String message = String.valueOf(assertThrows(
                        NotSerializableException.class,
                        () -> SavedApplication.of(
                                sample.graph(),
                                new SparkConf(false),
                                new NoEngine(),
                                getClass().getClassLoader(),
                                null))
                .getMessage());

        assertTrue(
                message.startsWith(
                        "DStream checkpointing has been enabled but the DStreams with their functions are not"
                                + " serializable\nmap at "),
                message);
    }

    /** What is said after {@code map at App.java:42: }. */
    private static String pathTo(Function<String, String> function) {
        String message = messageOf(function);
        Matcher where = Pattern.compile("not serializable\\nmap at \\w+\\.java:\\d+: (.*)")
                .matcher(message);
        assertTrue(where.find(), message);
        return where.group(1);
    }

    private static String messageOf(Function<String, String> function) {
        SampleGraph sample = graphWith(function);
        return String.valueOf(
                assertThrows(NotSerializableException.class, () -> SerializabilityCheck.check(sample.graph()))
                        .getMessage());
    }

    private static SampleGraph graphWith(Function<String, String> function) {
        SampleGraph sample = new SampleGraph();
        SampleInput lines = sample.input("socketTextStream", "a:1");
        sample.output(sample.map(sample.map(lines, it -> it), function));
        sample.output(sample.map(lines, it -> it));
        return sample;
    }
}
