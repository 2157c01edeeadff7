package io.durastream.runtime.state;

import io.durastream.runtime.recovery.ClassFiles;
import io.durastream.storage.SuppressForbidden;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;

/**
 * Tells partitioners of different processes apart: those of the same identity send each key to the same partition. It is
 * the class, and a digest of the class file and of the serialised object. A partitioner of another identity may do the same
 * all the same; then state is moved needlessly. Code outside of its own class that it calls is not looked at.
 */
final class PartitionerIdentity {

    private static final int DIGEST_BYTES = 8;

    private PartitionerIdentity() {}

    static String of(Partitioner partitioner) {
        return partitioner.getClass().equals(HashPartitioner.class)
                ? hash(partitioner.numPartitions())
                : partitioner.getClass().getName() + "/" + digest(partitioner);
    }

    /** That of Spark's {@link HashPartitioner}, whatever the release of Spark. */
    static String hash(int partitions) {
        return HashPartitioner.class.getName() + "/" + partitions;
    }

    private static String digest(Partitioner partitioner) {
        Class<?> type = partitioner.getClass();
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ClassFiles.seenBy(type).digestOf(type.getName()).toByteArray());
            digest.update(serialised(partitioner));
            return HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot serialise the partitioner " + type.getName(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @SuppressForbidden("only a digest of it is kept")
    private static byte[] serialised(Partitioner partitioner) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(partitioner);
        }
        return bytes.toByteArray();
    }
}
