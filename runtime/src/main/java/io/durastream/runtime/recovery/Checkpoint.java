package io.durastream.runtime.recovery;

import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.BatchRecord.ApplicationStarted;
import io.durastream.checkpoint.GraphFiles;
import io.durastream.checkpoint.LogState;
import io.durastream.runtime.graph.StreamGraph;
import io.durastream.runtime.graph.UserCode;
import io.durastream.storage.Clock;
import io.durastream.storage.DamagedFileException;
import io.durastream.storage.Storage;
import io.durastream.storage.Storages;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The application that a checkpoint directory holds. Reading it changes nothing. */
public final class Checkpoint {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);

    private final String directory;
    private final String digest;
    private final SavedApplication saved;
    private final boolean hasCommits;
    private boolean sameCode;

    private Checkpoint(String directory, String digest, SavedApplication saved, boolean hasCommits) {
        this.directory = directory;
        this.digest = digest;
        this.saved = saved;
        this.hasCommits = hasCommits;
    }

    /**
     * Reads what a directory holds.
     *
     * <p>Throws a {@link SparkException}, undeclared, when there is one that cannot be read; the cause names file, offset and
     * expectation.
     *
     * @return empty when there is no checkpoint
     */
    public static Optional<Checkpoint> read(String directory, Configuration hadoop) {
        try (Storage storage = Storages.open(directory, hadoop, Clock.system())) {
            LogState state = BatchLog.read(storage).state();
            Optional<ApplicationStarted> application = state.application();
            if (application.isEmpty()) {
                return Optional.empty();
            }
            String digest = application.get().graph();
            byte[] content = read(new GraphFiles(storage), digest);
            return Optional.of(new Checkpoint(
                    directory,
                    digest,
                    SavedApplication.decode(content),
                    state.lastCommitted().isPresent()));
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    private static byte[] read(GraphFiles graphs, String digest) throws IOException {
        try {
            return graphs.get(digest);
        } catch (FileNotFoundException e) {
            throw new DamagedFileException(
                    GraphFiles.pathOf(digest).value(), 0, "the file is missing, but the batch log refers to it");
        }
    }

    /** Names the application among all that the directory ever had. */
    public String digest() {
        return digest;
    }

    /**
     * Whether the application can be restored as it was: the user's classes are what they were when the checkpoint was
     * made, nothing in the graph ended with its SparkContext, and an initial state is not needed any more. Says why not.
     */
    public boolean isRestorable() {
        try {
            List<String> changed = saved.changedClasses(classLoader());
            sameCode = changed.isEmpty();
            if (!changed.isEmpty()) {
                LOG.info(
                        "The checkpoint in {} was made by other code: the application is defined anew, and its operators"
                                + " find their state by id. Changed: {}",
                        directory,
                        changed);
            }
            saved.obstacle()
                    .ifPresent(path -> LOG.info(
                            "The application in {} refers to an RDD, which ended with its SparkContext: the application"
                                    + " is defined anew, and its operators find their state by id. It is in {}",
                            directory,
                            path));
            boolean lacksInitialState = saved.hasInitialState() && !hasCommits;
            if (lacksInitialState) {
                LOG.info(
                        "No batch in {} was committed, and the application has an initial state: it is defined anew",
                        directory);
            }
            return changed.isEmpty() && saved.obstacle().isEmpty() && !lacksInitialState;
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    /** The application as it was saved, if its code was found to be that of now by {@link #isRestorable}. */
    public Optional<SavedApplication> ofSameCode() {
        return sameCode ? Optional.of(saved) : Optional.empty();
    }

    /**
     * This checkpoint, for who has no factory to define the application anew.
     *
     * <p>Throws a {@link SparkException}, undeclared, when something in its graph ended with its SparkContext.
     */
    public Checkpoint withoutObstacle() {
        if (saved.obstacle().isPresent()) {
            throw unreadable(
                    directory,
                    new IOException(
                            "The application refers to an RDD, which ended with its SparkContext; recover it with"
                                    + " getOrCreate, whose factory defines it anew. It is in "
                                    + saved.obstacle().get()));
        }
        return this;
    }

    /**
     * The graph as it was saved.
     *
     * @param engine gives it accumulators and broadcast variables of the new SparkContext
     */
    public StreamGraph graph(EngineObjects engine) {
        try {
            return saved.graph(engine, classLoader());
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    /** The configuration to go on with: the checkpoint's, except for what belongs to the machine. */
    public SparkConf conf() {
        RecoveredConf recovered = RecoveredConf.of(saved.conf(), RecoveredConf.entriesOf(new SparkConf()));
        recovered
                .differences()
                .forEach(difference -> LOG.warn(
                        "Configuration {} is {} in the checkpoint, which holds, and {} in this process",
                        difference.key(),
                        difference.checkpoint(),
                        difference.process()));
        return recovered.toSparkConf();
    }

    /** A SparkException, undeclared: as in Spark Streaming, whose users' main methods declare none. */
    private static RuntimeException unreadable(String directory, IOException cause) {
        throw UserCode.rethrow(new SparkException(
                "Failed to read checkpoint from directory " + directory, DamagedCheckpointException.explain(cause)));
    }

    private static ClassLoader classLoader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? Checkpoint.class.getClassLoader() : context;
    }
}
