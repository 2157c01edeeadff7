package io.durastream.runtime.application;

import io.durastream.checkpoint.GraphFiles;
import io.durastream.runtime.rate.BackPressure;
import io.durastream.runtime.receiver.ReceiverInputNode;
import io.durastream.runtime.receiver.ReceiverSettings;
import io.durastream.runtime.recovery.IdentifiedGraph;
import io.durastream.runtime.recovery.SavedApplication;
import io.durastream.runtime.standby.LoadedApplication;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.Storages;
import io.durastream.storage.probe.ContractProbe;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An application as far as it can be put together without the checkpoint directory being its own. What refuses a
 * configuration comes here, so that a start that is refused fences nobody, and a standby hears of it at once.
 *
 * @param storage the checkpoint directory, probed; without one a storage in memory, so that the protocol is the same
 * @param application as it is to be saved; none without a checkpoint directory
 */
record Preparation(
        Definition definition,
        Settings settings,
        Harness harness,
        IdentifiedGraph identified,
        BackPressure backPressure,
        Storage storage,
        Optional<SavedApplication> application)
        implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

    /**
     * Prepares.
     *
     * @throws IllegalArgumentException naming the key whose value is of no use
     * @throws IOException when the checkpoint directory cannot be used, or the application cannot be saved
     */
    static Preparation of(Definition definition, Settings settings, Harness harness) throws IOException {
        IdentifiedGraph identified = IdentifiedGraph.of(definition.graph());
        SparkConf conf = definition.spark().getConf();
        BackPressure backPressure =
                BackPressure.of(conf, definition.graph().batchInterval().milliseconds());
        boolean survives = definition.checkpointDirectory() != null;
        if (definition.graph().inputs().stream().anyMatch(ReceiverInputNode.class::isInstance)) {
            ReceiverSettings.check(conf, survives);
        }
        Optional<SavedApplication> application = survives ? Optional.of(capture(definition)) : Optional.empty();
        return new Preparation(
                definition,
                settings,
                harness,
                identified,
                backPressure,
                openStorage(definition, harness.clock()),
                application);
    }

    private static Storage openStorage(Definition definition, Clock clock) throws IOException {
        if (definition.checkpointDirectory() == null) {
            return new SimulatedDisk(0).client("driver");
        }
        Storage storage = Storages.open(definition.checkpointDirectory(), definition.hadoop(), clock);
        try {
            ContractProbe.check(storage);
            return storage;
        } catch (IOException | RuntimeException e) {
            closeQuietly(storage);
            throw e;
        }
    }

    private static SavedApplication capture(Definition definition) throws IOException {
        SavedApplication saved = SavedApplication.of(
                definition.graph(),
                definition.spark().getConf(),
                new SparkObjects(definition.accumulators()),
                classLoader(),
                definition.restoredFrom());
        saved.obstacle()
                .ifPresent(path -> LOG.warn(
                        "A stream refers to an RDD, which ends with its SparkContext: after a failure the factory of"
                                + " getOrCreate is called to define the application anew, and recovering it without one is"
                                + " refused. It is in {}",
                        path));
        return saved;
    }

    /**
     * Makes the application durable for a recovery.
     *
     * @return its digest; that of nothing where nothing survives anyway
     */
    String save() throws IOException {
        return application.isPresent()
                ? new GraphFiles(storage).put(application.get().encode())
                : GraphFiles.digestOf(new byte[0]);
    }

    /** The application as far as it depends on what the checkpoint directory had when it was loaded. */
    Optional<LoadedApplication> loaded() {
        String basis = definition.loadedBeside();
        return basis == null
                ? Optional.empty()
                : application.map(saved -> new LoadedApplication(storage, saved, basis));
    }

    @Override
    public void close() {
        closeQuietly(storage);
    }

    private static void closeQuietly(Storage storage) {
        try {
            storage.close();
        } catch (IOException e) {
            LOG.warn("Could not close {}; everything acknowledged is durable", storage.location(), e);
        }
    }

    private static ClassLoader classLoader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? Preparation.class.getClassLoader() : context;
    }
}
