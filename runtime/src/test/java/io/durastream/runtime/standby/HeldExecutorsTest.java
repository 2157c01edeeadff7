package io.durastream.runtime.standby;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.runtime.spark.ExecutorPool;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

final class HeldExecutorsTest {

    private final List<String> up = new ArrayList<>(List.of("0", "1", "2"));
    private final List<Integer> requests = new ArrayList<>();

    private final ExecutorPool pool = new ExecutorPool() {
        @Override
        public List<String> executors() {
            return List.copyOf(up);
        }

        @Override
        public int configured() {
            return 5;
        }

        @Override
        public void requestTotal(int executors) {
            requests.add(executors);
        }

        @Override
        public void kill(String executor) {
            up.remove(executor);
        }
    };

    @Test
    void givesBackWhatThereIsTooMuchUntilItLeads() {
        HeldExecutors held = new HeldExecutors(pool, 2);
        held.hold();
        assertEquals(List.of("0", "1"), up);
        up.add("3");
        held.hold();
        assertEquals(List.of("0", "1"), up, "one that came late");
        held.release();
        assertEquals(List.of(2, 5), requests);
    }

    @Test
    void asksForNothingThatItDidNotGiveBack() {
        new HeldExecutors(pool, 2).release();
        assertEquals(List.of(), requests);
    }

    @Test
    void atLeastOneHoldsTheCopies() {
        SparkConf conf = new SparkConf(false);
        assertEquals(OptionalInt.empty(), StandbySettings.of(conf).executors());
        conf.set("durastream.standby.executors", "0");
        var refusal = assertThrows(IllegalArgumentException.class, () -> StandbySettings.of(conf));
        assertTrue(refusal.toString().contains("durastream.standby.executors is 0"), refusal::toString);
    }
}
