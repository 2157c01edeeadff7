package io.durastream.chaos.check;

import io.durastream.chaos.schedule.Strike;
import java.util.Optional;

/**
 * What became of a strike.
 *
 * @param strike as scheduled
 * @param startedMillis when it was begun
 * @param healedMillis when it had been healed
 * @param proof what shows that it happened
 */
public record Struck(Strike strike, long startedMillis, long healedMillis, Optional<String> proof) {}
