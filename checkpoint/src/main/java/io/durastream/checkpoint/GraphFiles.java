package io.durastream.checkpoint;

import io.durastream.storage.DamagedFileException;
import io.durastream.storage.Storage;
import io.durastream.storage.Storage.PutResult;
import io.durastream.storage.StoragePath;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Serialised graphs, found by what they contain: {@code graph/<SHA-256 of the content, in hex>}. A file holds one frame
 * of type {@value FrameTypes#GRAPH} with the content. Written once, never changed; writing again is harmless.
 */
public final class GraphFiles {

    private static final StoragePath DIRECTORY = StoragePath.of("graph");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final Storage storage;

    /** Files below that storage. */
    public GraphFiles(Storage storage) {
        this.storage = storage;
    }

    /**
     * Makes {@code content} durable.
     *
     * @return its digest
     * @throws DamagedFileException when a file of that digest is there and holds something else
     * @throws IOException when it may not be there; putting again is safe
     */
    public String put(byte[] content) throws IOException {
        String digest = digestOf(content);
        if (storage.putIfAbsent(pathOf(digest), FrameFile.encode(FrameTypes.GRAPH, ByteBuffer.wrap(content)))
                == PutResult.EXISTS) {
            get(digest);
        }
        return digest;
    }

    /**
     * The content with this digest.
     *
     * @throws FileNotFoundException when it is not there
     * @throws DamagedFileException when the file holds something else
     */
    public byte[] get(String digest) throws IOException {
        StoragePath path = pathOf(digest);
        ByteBuffer payload = FrameFile.decode(path, storage.read(path), FrameTypes.GRAPH);
        byte[] content = new byte[payload.remaining()];
        payload.get(content);
        String found = digestOf(content);
        if (!found.equals(digest)) {
            throw new DamagedFileException(
                    path.value(), 0, "expected content with the SHA-256 digest of its name, found " + found);
        }
        return content;
    }

    /** Where the content with this digest is. */
    public static StoragePath pathOf(String digest) {
        if (!DIGEST.matcher(digest).matches()) {
            throw new IllegalArgumentException("Not a SHA-256 digest in lower-case hex: '" + digest + "'");
        }
        return DIRECTORY.resolve(digest);
    }

    /** The digest of some content, whether it was put or not. */
    public static String digestOf(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
