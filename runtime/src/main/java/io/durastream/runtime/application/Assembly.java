package io.durastream.runtime.application;

import io.durastream.Duration;
import io.durastream.Time;
import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.BatchState;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.Cleaner;
import io.durastream.checkpoint.GraphFiles;
import io.durastream.checkpoint.LogState;
import io.durastream.checkpoint.StateEntry;
import io.durastream.checkpoint.WriterId;
import io.durastream.runtime.cluster.CheckpointAccess;
import io.durastream.runtime.cluster.JvmResources;
import io.durastream.runtime.driver.BatchCycle;
import io.durastream.runtime.driver.FencedException;
import io.durastream.runtime.graph.GraphRunner;
import io.durastream.runtime.graph.GraphRuntime;
import io.durastream.runtime.graph.StreamGraph;
import io.durastream.runtime.rate.BackPressure;
import io.durastream.runtime.rate.RateControl;
import io.durastream.runtime.receiver.ReceiverCoordinator;
import io.durastream.runtime.receiver.ReceiverInputNode;
import io.durastream.runtime.receiver.ReceiverSettings;
import io.durastream.runtime.recovery.IdentifiedGraph;
import io.durastream.runtime.recovery.SavedApplication;
import io.durastream.runtime.spark.LocalProperties;
import io.durastream.runtime.state.Partitionings;
import io.durastream.runtime.state.StateAccess;
import io.durastream.runtime.state.StateGarbage;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.Storages;
import io.durastream.storage.probe.ContractProbe;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a running application, put together: all wiring is here.
 *
 * @param cycle the life of the driver, to be run by the batch thread
 * @param inputs what the cycle plans
 * @param receivers to be started when the cycle is
 * @param checkpoint the checkpoint directory as this JVM opened it; null without one
 */
record Assembly(
        BatchCycle cycle,
        Inputs inputs,
        ReceiverCoordinator receivers,
        SparkOutputRunner outputs,
        Chores chores,
        Storage storage,
        @Nullable CheckpointAccess checkpoint) {

    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

    /** Takes the checkpoint directory over and puts everything together; nothing runs yet. */
    static Assembly of(Definition definition, Settings settings, ListenerBus bus, Harness harness)
            throws IOException, FencedException {
        Storage storage = openStorage(definition, harness.clock());
        try {
            return of(definition, settings, bus, harness, storage);
        } catch (IOException | FencedException | RuntimeException e) {
            closeQuietly(storage);
            throw e;
        }
    }

    private static Assembly of(
            Definition definition, Settings settings, ListenerBus bus, Harness harness, Storage storage)
            throws IOException, FencedException {
        Clock clock = harness.clock();
        StreamGraph graph = definition.graph();
        IdentifiedGraph identified = IdentifiedGraph.of(graph);
        // What refuses a configuration comes before the takeover, so that a start that is refused fences nobody.
        SparkConf conf = definition.spark().getConf();
        BackPressure backPressure = BackPressure.of(conf, graph.batchInterval().milliseconds());
        if (graph.inputs().stream().anyMatch(ReceiverInputNode.class::isInstance)) {
            ReceiverSettings.check(conf, definition.checkpointDirectory() != null);
        }
        Takeover takeover = Takeover.of(
                storage,
                writerId(clock),
                clock,
                identified,
                save(definition, storage),
                graph.batchInterval().milliseconds(),
                settings.droppedOperators());
        BatchLog log = takeover.log();

        CheckpointAccess checkpoint = definition.checkpointDirectory() == null
                ? null
                : CheckpointAccess.of(definition.checkpointDirectory(), definition.hadoop(), log.epoch());
        StateAccess state = checkpoint == null ? null : stateAccess(checkpoint, settings);
        GraphRuntime runtime = new GraphRuntime(
                definition.spark(),
                new Time(takeover.grid().zeroMillis()),
                identified.ids(),
                state,
                new Partitionings(log.state().accumulators()));
        attach(graph, runtime, log.state());
        definition.accumulators().restore(log.state().accumulators().values());

        ReceiverCoordinator receivers = new ReceiverCoordinator(
                definition.spark(), storage, checkpoint, log.epoch(), new ReceiverReporter(bus), clock);
        RateControl rates = new RateControl(backPressure, log.state().accumulators(), clock);
        Inputs inputs = Inputs.open(definition, identified, log.state(), rates, receivers, clock);
        Duration interval = graph.batchInterval();
        BatchReporter reporter = new BatchReporter(
                bus,
                clock,
                Inputs.byId(definition, identified),
                graph.outputs(),
                new CatchUp(interval.milliseconds(), clock));
        SparkOutputRunner outputs = new SparkOutputRunner(
                definition.spark(),
                reporter,
                LocalProperties.ofThisThread(definition.spark()),
                settings.concurrentJobs());
        Duration remember = graph.reach();
        GraphRunner runner = new GraphRunner(graph, runtime, harness.around(outputs), remember, settings.unpersist());
        GraphRetention retention = new GraphRetention(
                graph.planMemory().plus(interval).milliseconds(),
                graph.stateReach().plus(interval).milliseconds(),
                checkpoint == null
                        ? List.of(receivers::garbage)
                        : List.of(new StateGarbage(storage, log.epoch()), receivers::garbage));
        Chores chores = new Chores();
        BatchCycle cycle = new BatchCycle(
                log,
                new Cleaner(storage, log),
                takeover.grid(),
                inputs.sources(),
                new AccumulatingRunner(new StorageOutages(rates.learningFrom(runner)), definition.accumulators()),
                retention,
                harness.timer(),
                clock,
                reporter,
                chores,
                settings.cycle());
        if (state != null && definition.spark().isLocal()) {
            // The tasks will run in this JVM; until they do, the processor has little to do.
            chores.execute(() -> state.prepare(latestState(log.state())));
        }
        return new Assembly(cycle, inputs, receivers, outputs, chores, storage, checkpoint);
    }

    /** Gives everything back that this JVM opened for the application. */
    void close() {
        receivers.close();
        outputs.close();
        inputs.close();
        chores.close();
        if (checkpoint != null) {
            JvmResources.close(checkpoint);
        }
        closeQuietly(storage);
    }

    /** The checkpoint directory, probed; without one a storage in memory, so that the protocol is the same. */
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

    /** Saves the application for a recovery; the digest of nothing when nothing survives anyway. */
    private static String save(Definition definition, Storage storage) throws IOException {
        if (definition.checkpointDirectory() == null) {
            return GraphFiles.digestOf(new byte[0]);
        }
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
        return new GraphFiles(storage).put(saved.encode());
    }

    private static StateAccess stateAccess(CheckpointAccess checkpoint, Settings settings) {
        return new StateAccess(
                checkpoint,
                settings.stateDirectory().toString(),
                settings.stateMemoryBytes(),
                settings.commitsPerSnapshot());
    }

    private static List<StateEntry> latestState(LogState state) {
        return state.state().values().stream()
                .flatMap(partitions -> partitions.values().stream())
                .toList();
    }

    private static void attach(StreamGraph graph, GraphRuntime runtime, LogState state) {
        for (Map.Entry<BatchTime, BatchState> batch : state.batches().entrySet()) {
            runtime.remember(
                    batch.getKey(), batch.getValue().inputs(), batch.getValue().state());
        }
        graph.nodes().forEach(node -> node.attach(runtime));
    }

    private static WriterId writerId(Clock clock) {
        return new WriterId(ProcessHandle.current().pid() + "-" + clock.wallMillis() + "-" + clock.nanoTime());
    }

    private static ClassLoader classLoader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? Assembly.class.getClassLoader() : context;
    }

    private static void closeQuietly(Storage storage) {
        try {
            storage.close();
        } catch (IOException e) {
            LOG.warn("Could not close {}; everything acknowledged is durable", storage.location(), e);
        }
    }
}
