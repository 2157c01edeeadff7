package io.durastream.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.DStream;
import io.durastream.Durations;
import io.durastream.StreamingContext;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scala.Tuple2;
import scala.reflect.ClassTag$;

/** Streams from TCP servers, through hang-ups. */
@Timeout(60)
class SocketStreamIT {

    private static final List<Object> RECEIVED = new CopyOnWriteArrayList<>();

    private static JavaSparkContext spark;

    private ServerSocket server;

    @BeforeAll
    static void startSpark() {
        spark = new JavaSparkContext(new SparkConf(false)
                .setMaster("local[2]")
                .setAppName("SocketStreamIT")
                .set("spark.ui.enabled", "false")
                .set("spark.streaming.blockInterval", "50ms")
                .set("spark.streaming.receiverRestartDelay", "100"));
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    @BeforeEach
    void listen() throws IOException {
        RECEIVED.clear();
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void readsBlocksOfSerializedRecords() throws Exception {
        StreamingContext context = new StreamingContext(spark, Durations.milliseconds(100));
        DStream<Tuple2<String, Integer>> stream = context.rawSocketStream("127.0.0.1", server.getLocalPort());
        collect(context, stream);
        try (Socket connection = server.accept();
                DataOutputStream out = new DataOutputStream(connection.getOutputStream())) {
            send(out, new Tuple2<>("a", 1), new Tuple2<>("b", 2));
            send(out, new Tuple2<>("c", 3));
            await().until(() -> RECEIVED.size() == 3);
        }
        context.stop(false);

        assertEquals(List.of(new Tuple2<>("a", 1), new Tuple2<>("b", 2), new Tuple2<>("c", 3)), RECEIVED);
    }

    @Test
    void connectsAgainAfterTheConfiguredDelay() throws Exception {
        StreamingContext context = new StreamingContext(spark, Durations.milliseconds(100));
        collect(
                context,
                context.socketTextStream("127.0.0.1", server.getLocalPort(), StorageLevel.MEMORY_ONLY())
                        .map(line -> line));
        for (String line : List.of("one", "two")) {
            try (Socket connection = server.accept()) {
                connection.getOutputStream().write((line + "\n").getBytes(UTF_8));
                connection.getOutputStream().flush();
                await().until(() -> RECEIVED.contains(line));
            }
        }
        context.stop(false);

        assertEquals(List.of("one", "two"), RECEIVED);
    }

    private static void collect(StreamingContext context, DStream<?> stream) {
        stream.foreachRDD(rdd -> RECEIVED.addAll(rdd.collect()));
        context.start();
    }

    private static void send(DataOutputStream out, Object... records) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (SerializationStream stream =
                SparkEnv.get().serializer().newInstance().serializeStream(bytes)) {
            for (Object record : records) {
                stream.writeObject(record, ClassTag$.MODULE$.apply(Object.class));
            }
        }
        out.writeInt(bytes.size());
        bytes.writeTo(out);
        out.flush();
    }
}
