package io.durastream.runtime.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.Iterator;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.storage.StorageLevel;

/** Stores what a converter makes of the bytes that a TCP server sends, one record at a time. */
public final class SocketReceiver<T> extends SocketInput<T> {

    private static final long serialVersionUID = 1;

    private final Function<InputStream, Iterable<T>> converter;

    /**
     * @param converter makes records of the connection's bytes; called once a connection, iterated on its thread
     */
    public SocketReceiver(
            String host, int port, Function<InputStream, Iterable<T>> converter, StorageLevel storageLevel) {
        super(host, port, storageLevel);
        this.converter = requireNonNull(converter, "converter");
    }

    /** A receiver of the lines of a UTF-8 text. */
    public static SocketReceiver<String> ofLines(String host, int port, StorageLevel storageLevel) {
        return new SocketReceiver<>(host, port, SocketReceiver::lines, storageLevel);
    }

    @Override
    void receive(InputStream bytes, BooleanSupplier over) throws Exception {
        Iterator<T> records = converter.call(bytes).iterator();
        while (!over.getAsBoolean() && records.hasNext()) {
            store(records.next());
        }
    }

    private static Iterable<String> lines(InputStream bytes) {
        BufferedReader reader = new BufferedReader(new InputStreamReader(bytes, UTF_8));
        return () -> reader.lines().iterator();
    }
}
