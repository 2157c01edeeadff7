package io.durastream.runtime.input;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.apache.spark.storage.StorageLevel;

/**
 * Stores the blocks that a TCP server sends, as they come: each is a length (four bytes, big-endian) and so many bytes that
 * Spark's serializer made of records.
 */
public final class RawSocketReceiver<T> extends SocketInput<T> {

    private static final long serialVersionUID = 1;

    public RawSocketReceiver(String host, int port, StorageLevel storageLevel) {
        super(host, port, storageLevel);
    }

    @Override
    void receive(InputStream bytes, BooleanSupplier over) throws IOException {
        DataInputStream blocks = new DataInputStream(bytes);
        for (int first = blocks.read(); first >= 0 && !over.getAsBoolean(); first = blocks.read()) {
            byte[] block = readBlock(first, blocks);
            if (block.length > 0) {
                store(ByteBuffer.wrap(block));
            }
        }
    }

    /** The length is not believed: memory is taken as bytes come. */
    private static byte[] readBlock(int first, DataInputStream in) throws IOException {
        int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
        if (length < 0) {
            throw new IOException(
                    "Expected a block that begins with its length (4 bytes, big-endian), found the length "
                            + Integer.toUnsignedString(length) + ": is the server one for raw sockets?");
        }
        byte[] block = in.readNBytes(length);
        if (block.length < length) {
            throw new EOFException(
                    "The connection ended after " + block.length + " of the " + length + " bytes of a block");
        }
        return block;
    }
}
