package io.durastream.runtime.ha;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.durastream.ha.ZooKeeperSettings;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.hadoop.fs.Path;

/**
 * The node of an application in ZooKeeper: {@code <root>/durastream/<name>-<digest>}. It follows from the checkpoint
 * directory, as that is what the candidates compete for: the name is the directory's last part, for people, and the digest
 * is of all of it.
 *
 * @param application the node; candidates are below its child {@code leader}
 */
record ElectionPath(String application) {

    private static final int DIGEST_CHARACTERS = 16;

    /**
     * The node for a checkpoint directory. The file system is not asked for anything.
     *
     * @throws IllegalArgumentException when the directory may mean another one on another host, as it has no scheme
     */
    static ElectionPath of(ZooKeeperSettings zookeeper, String checkpointDirectory) {
        Path directory = new Path(checkpointDirectory);
        if (directory.toUri().getScheme() == null) {
            throw new IllegalArgumentException(
                    "The checkpoint directory is '" + checkpointDirectory
                            + "', expected a URI with a scheme, such as hdfs://namenode:8020/words, and the same for all candidates");
        }
        String name = directory.getName().replaceAll("[^A-Za-z0-9_-]", "_");
        String root = zookeeper.root().equals("/") ? "" : zookeeper.root();
        return new ElectionPath(root + "/durastream/" + name + "-" + digest(directory.toString()));
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGEST_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** The parent of the candidates. */
    String leader() {
        return application + "/leader";
    }

    /** Where a candidate shows how near it is to leading, see {@link ReadinessNode}. */
    String readiness(CandidateId candidate) {
        return application + "/readiness/" + candidate;
    }

    /** Who is asked to let the next candidate lead, see {@link HandOverRequests}. */
    String handOver() {
        return application + "/handover";
    }

    /** What is known of the end of the last leader, see {@link Departure}. */
    String departed() {
        return application + "/departed";
    }
}
