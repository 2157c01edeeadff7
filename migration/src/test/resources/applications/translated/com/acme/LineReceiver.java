package com.acme;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.apache.spark.SparkConf;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.api.java.JavaReceiverInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.receiver.Receiver;
import scala.collection.mutable.ArrayBuffer;

/** Receives lines; stores the first ones one by one, all others in blocks. */
public class LineReceiver extends Receiver<String> {

    private final String host;
    private final int port;

    public LineReceiver(String host, int port) {
        super(StorageLevel.MEMORY_AND_DISK_2());
        this.host = host;
        this.port = port;
    }

    @Override
    public void onStart() {
        new Thread(this::receive).start();
    }

    @Override
    public void onStop() {}

    private void receive() {
        try (Socket socket = new Socket(host, port);
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            store(reader.readLine());
            ArrayBuffer<String> block = new ArrayBuffer<>();
            String line;
            while (!isStopped() && (line = reader.readLine()) != null) {
                block.$plus$eq(line);
                if (block.size() == 100) {
                    store(block);
                    block = new ArrayBuffer<>();
                }
            }
            store(block.iterator());
            restart("Trying to connect again");
        } catch (IOException e) {
            restart("Could not connect", e);
        }
    }

    public static void main(String[] args) throws Exception {
        JavaStreamingContext ssc = new JavaStreamingContext(new SparkConf(), new Duration(1000));
        JavaReceiverInputDStream<String> lines = ssc.receiverStream(new LineReceiver(args[0], Integer.parseInt(args[1])));
        lines.print();
        ssc.start();
        ssc.awaitTermination();
    }
}
