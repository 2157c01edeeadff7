package io.durastream.chaos.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.stage.Deployment;
import io.durastream.chaos.stage.Setting;
import io.durastream.chaos.workload.Input;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class FaultsTest {

    @Test
    void haveNamesOfTheirOwnAndAnEnd() {
        assertEquals(
                Faults.all().size(),
                Faults.all().stream()
                        .map(Fault::name)
                        .collect(Collectors.toSet())
                        .size());
        for (Fault fault : Faults.all()) {
            assertEquals(fault, Faults.named(fault.name()));
            assertTrue(fault.name().matches("[a-z-]+"), fault::name);
            assertTrue(fault.lasting().shortestMillis() <= fault.lasting().longestMillis(), fault::name);
            assertFalse(fault.description().isBlank(), fault::name);
        }
        assertThrows(IllegalArgumentException.class, () -> Faults.named("no-such"));
    }

    @Test
    void needWhatTheyStrike() {
        assertTrue(Faults.possible(new Setting(Deployment.LOCAL, Input.SOURCE)).stream()
                .noneMatch(fault ->
                        fault.name().startsWith("zookeeper") || fault.name().startsWith("source")));
        assertEquals(Faults.all(), Faults.possible(new Setting(Deployment.HA, Input.RECEIVER)));
    }
}
