package io.durastream.chaos.stage;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One life of a driver: a process.
 *
 * @param driver the name of the driver
 * @param pid the process
 * @param startedMillis when it was started
 * @param endedMillis when its end was seen; empty while it runs
 * @param exit the code that it ended with
 * @param log the name of its log file
 */
public record Life(
        String driver, long pid, long startedMillis, OptionalLong endedMillis, OptionalInt exit, String log) {

    static Life begun(String driver, long pid, long millis, String log) {
        return new Life(driver, pid, millis, OptionalLong.empty(), OptionalInt.empty(), log);
    }

    Life ended(long millis, int code) {
        return new Life(driver, pid, startedMillis, OptionalLong.of(millis), OptionalInt.of(code), log);
    }
}
