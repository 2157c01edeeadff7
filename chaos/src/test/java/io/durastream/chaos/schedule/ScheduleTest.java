package io.durastream.chaos.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.fault.Fault;
import io.durastream.chaos.fault.Faults;
import io.durastream.chaos.stage.Deployment;
import io.durastream.chaos.stage.Setting;
import io.durastream.chaos.workload.Input;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class ScheduleTest {

    private static final long HALF_AN_HOUR = 1_800_000;

    private final List<Fault> faults = Faults.possible(new Setting(Deployment.HA, Input.RECEIVER));

    private Schedule draw(long seed) {
        return Schedule.draw(seed, HALF_AN_HOUR, faults);
    }

    @Test
    void isTheSameForTheSameSeedAndAnotherForAnother() {
        assertEquals(draw(7), draw(7));
        assertNotEquals(draw(7), draw(8));
    }

    @Test
    void hasEveryFaultWhenThereIsTime() {
        Set<String> names = faults.stream().map(Fault::name).collect(Collectors.toSet());
        assertEquals(names, draw(7).strikes().stream().map(Strike::fault).collect(Collectors.toSet()));
    }

    @Test
    void isHealedBeforeTheEnd() {
        LongStream.range(0, 200).mapToObj(this::draw).forEach(schedule -> {
            assertTrue(schedule.untilMillis() < HALF_AN_HOUR, schedule::toString);
            assertTrue(schedule.strikes().size() > 60, schedule::toString);
        });
    }

    @Test
    void composesFaults() {
        List<Strike> strikes = draw(7).strikes();
        Set<Boolean> overlaps = new HashSet<>();
        for (int n = 1; n < strikes.size(); n++) {
            assertTrue(strikes.get(n - 1).atMillis() <= strikes.get(n).atMillis());
            overlaps.add(strikes.get(n).atMillis() < strikes.get(n - 1).untilMillis());
        }
        assertEquals(Set.of(true, false), overlaps);
    }

    @Test
    void isEmptyWithoutFaultsOrTime() {
        assertEquals(List.of(), Schedule.draw(7, HALF_AN_HOUR, List.of()).strikes());
        assertEquals(List.of(), Schedule.draw(7, 1_000, faults).strikes());
    }
}
