package io.durastream.runtime.application;

import io.durastream.Duration;
import io.durastream.Time;
import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.BatchState;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.Cleaner;
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
import io.durastream.runtime.rate.RateControl;
import io.durastream.runtime.receiver.ReceiverCoordinator;
import io.durastream.runtime.recovery.IdentifiedGraph;
import io.durastream.runtime.spark.LocalProperties;
import io.durastream.runtime.state.Partitionings;
import io.durastream.runtime.state.StateAccess;
import io.durastream.runtime.state.StateGarbage;
import io.durastream.runtime.state.StatePlaces;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a running application, put together: all wiring is here.
 *
 * @param cycle the life of the driver, to be run by the batch thread
 * @param inputs what the cycle plans
 * @param receivers to be started when the cycle is
 * @param prepared closed with this
 * @param checkpoint the checkpoint directory as this JVM opened it; null without one
 */
record Assembly(
        BatchCycle cycle,
        Inputs inputs,
        ReceiverCoordinator receivers,
        SparkOutputRunner outputs,
        Chores chores,
        Preparation prepared,
        @Nullable CheckpointAccess checkpoint) {

    /**
     * Takes the checkpoint directory over and puts everything together; nothing runs yet.
     *
     * @param leadership that the application has waited for
     */
    static Assembly of(Preparation prepared, Leadership leadership, ListenerBus bus)
            throws IOException, FencedException {
        Definition definition = prepared.definition();
        Settings settings = prepared.settings();
        Harness harness = prepared.harness();
        Clock clock = harness.clock();
        Storage storage = prepared.storage();
        StreamGraph graph = definition.graph();
        IdentifiedGraph identified = prepared.identified();
        Takeover takeover = Takeover.of(
                leadership.log(),
                writerId(clock),
                clock,
                identified,
                prepared.save(),
                graph.batchInterval().milliseconds(),
                settings.droppedOperators());
        BatchLog log = takeover.log();

        CheckpointAccess checkpoint = definition.checkpointDirectory() == null
                ? null
                : CheckpointAccess.of(definition.checkpointDirectory(), definition.hadoop(), log.epoch());
        StateAccess state = checkpoint == null ? null : settings.stateAccess(checkpoint);
        GraphRuntime runtime = new GraphRuntime(
                definition.spark(),
                new Time(takeover.grid().zeroMillis()),
                identified.ids(),
                state,
                new Partitionings(log.state().accumulators()));
        attach(graph, runtime, log.state(), leadership.places());
        definition.accumulators().restore(log.state().accumulators().values());

        ReceiverCoordinator receivers = new ReceiverCoordinator(
                definition.spark(), storage, checkpoint, log.epoch(), new ReceiverReporter(bus), clock);
        RateControl rates = new RateControl(prepared.backPressure(), log.state().accumulators(), clock);
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
        return new Assembly(cycle, inputs, receivers, outputs, chores, prepared, checkpoint);
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
        prepared.close();
    }

    private static List<StateEntry> latestState(LogState state) {
        return state.state().values().stream()
                .flatMap(partitions -> partitions.values().stream())
                .toList();
    }

    private static void attach(StreamGraph graph, GraphRuntime runtime, LogState state, StatePlaces places) {
        for (Map.Entry<BatchTime, BatchState> batch : state.batches().entrySet()) {
            runtime.remember(
                    batch.getKey(),
                    batch.getValue().inputs(),
                    batch.getValue().state().stream().map(places::near).toList());
        }
        graph.nodes().forEach(node -> node.attach(runtime));
    }

    private static WriterId writerId(Clock clock) {
        return new WriterId(ProcessHandle.current().pid() + "-" + clock.wallMillis() + "-" + clock.nanoTime());
    }
}
