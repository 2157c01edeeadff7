package io.durastream.testkit;

import io.durastream.runtime.application.Harness;
import io.durastream.runtime.application.TestHarnesses;
import io.durastream.runtime.driver.BatchTimer;
import io.durastream.runtime.graph.OutputRunner;
import io.durastream.storage.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkConf;

/**
 * What outlives the drivers of one test: its inputs and outputs by name, and which driver is at work. Handles that come
 * out of a recovered graph find it by its id.
 */
final class TestRun implements Harness {

    private final Map<String, InputRecords> inputs = new ConcurrentHashMap<>();
    private final Map<String, OutputRecords> outputs = new ConcurrentHashMap<>();

    /** Written by the test's thread before it starts a driver, read by that driver. */
    private volatile TestDriver driver = new TestDriver(0);

    /** The run of that id in this JVM. */
    static TestRun of(String id) {
        if (TestHarnesses.find(id) instanceof TestRun run) {
            return run;
        }
        throw new IllegalStateException("There is no StreamTest on " + id + " in this JVM: it was closed, or the graph"
                + " was restored outside of a test. Inputs and outputs of the test kit live in its JVM only");
    }

    InputRecords input(String name) {
        return inputs.computeIfAbsent(name, InputRecords::new);
    }

    OutputRecords output(String name) {
        return outputs.computeIfAbsent(name, any -> new OutputRecords());
    }

    TestDriver driver() {
        return driver;
    }

    /** The driver that is started next. */
    void driver(TestDriver next) {
        driver = next;
    }

    @Override
    public Clock clock() {
        return driver.clock();
    }

    @Override
    public BatchTimer timer() {
        return driver.clock();
    }

    @Override
    public OutputRunner around(OutputRunner runner) {
        return driver.around(runner);
    }

    /**
     * Under a clock that stands still a commit must not linger for the next plan, and a driver that was fenced must not take
     * the JVM with it.
     */
    @Override
    public SparkConf configured(SparkConf conf) {
        return conf.clone().set("durastream.commit.linger", "0").set("durastream.fenced.action", "stop");
    }
}
