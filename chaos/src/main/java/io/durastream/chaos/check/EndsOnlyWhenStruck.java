package io.durastream.chaos.check;

import io.durastream.chaos.stage.Life;
import java.util.List;

/** A driver ends while a fault is there, or soon after one, and never by itself. */
final class EndsOnlyWhenStruck implements Checker {

    /** Some faults take their effect on a driver when they are over, such as a pause of one that is fenced. */
    private static final long AFTERMATH_MILLIS = 30_000;

    @Override
    public String name() {
        return "ends only when struck";
    }

    @Override
    public Finding check(Evidence evidence) {
        List<Life> ended = evidence.lives().stream()
                .filter(life -> life.endedMillis().isPresent())
                .toList();
        List<String> problems = ended.stream()
                .filter(life -> evidence.strikes().stream().noneMatch(struck -> explains(struck, life)))
                .map(life -> life.driver() + " (pid " + life.pid() + ") ended with "
                        + life.exit().getAsInt() + " at " + life.endedMillis().getAsLong()
                        + " while nothing was done to it; see " + life.log())
                .toList();
        return Finding.of(
                name(), evidence.lives().size() + " lives of drivers, " + ended.size() + " of them ended", problems);
    }

    private static boolean explains(Struck struck, Life life) {
        long end = life.endedMillis().getAsLong();
        return struck.startedMillis() <= end && end <= struck.healedMillis() + AFTERMATH_MILLIS;
    }
}
