package io.durastream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.runtime.state.BoundState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.api.java.function.Function4;
import org.junit.jupiter.api.Test;

class StateSpecTest {

    private static final Function3<String, Optional<Integer>, State<Integer>, String> THREE =
            (key, value, state) -> value.isPresent() ? key + value.get() : null;
    private static final Function4<Time, String, Optional<Integer>, State<Integer>, Optional<String>> FOUR =
            (time, key, value, state) -> value.isPresent() ? Optional.of(time + key) : Optional.empty();

    @Test
    void givesOneElementForEachCallOfTheFunctionWithoutTime() throws Exception {
        assertEquals(List.of("a1"), mapped(StateSpec.function(THREE), Optional.of(1)));
    }

    @Test
    void givesNullWhenTheFunctionWithoutTimeReturnsNull() throws Exception {
        assertEquals(Arrays.asList((String) null), mapped(StateSpec.function(THREE), Optional.empty()));
    }

    @Test
    void givesAnElementOrNoneForTheFunctionWithTime() throws Exception {
        assertEquals(List.of("1000 msa"), mapped(StateSpec.function(FOUR), Optional.of(1)));
        assertEquals(List.of(), mapped(StateSpec.function(FOUR), Optional.empty()));
    }

    @Test
    void leavesEverythingOpenByDefault() {
        StateSpec<String, Integer, Integer, String> spec = StateSpec.function(THREE);

        assertTrue(spec.initialState().isEmpty());
        assertTrue(spec.partitioner().isEmpty());
        assertTrue(spec.timeout().isEmpty());
    }

    @Test
    void isChangedByItsSettersAndReturnedByThem() {
        StateSpec<String, Integer, Integer, String> spec = StateSpec.function(THREE);

        assertSame(spec, spec.numPartitions(3).timeout(Durations.seconds(9)));
        assertEquals(new HashPartitioner(3), spec.partitioner().orElseThrow());
        assertEquals(Durations.seconds(9), spec.timeout().orElseThrow());
    }

    @Test
    void takesTheLastOfPartitionerAndNumPartitions() {
        StateSpec<String, Integer, Integer, String> spec = StateSpec.function(THREE);

        spec.partitioner(new HashPartitioner(5)).numPartitions(3);
        assertEquals(3, spec.partitioner().orElseThrow().numPartitions());
        spec.numPartitions(3).partitioner(new HashPartitioner(5));
        assertEquals(5, spec.partitioner().orElseThrow().numPartitions());
    }

    private static List<String> mapped(StateSpec<String, Integer, Integer, String> spec, Optional<Integer> value)
            throws Exception {
        List<String> mapped = new ArrayList<>();
        spec.mapping().call(new Time(1000), "a", value, new BoundState<>(), mapped::add);
        return mapped;
    }
}
