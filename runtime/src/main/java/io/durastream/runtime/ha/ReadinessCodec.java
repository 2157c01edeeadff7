package io.durastream.runtime.ha;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.durastream.runtime.standby.Readiness;
import io.durastream.runtime.standby.Readiness.Held;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How near a candidate is to leading, as its node in ZooKeeper has it: one word, {@code cold}, {@code starting}, {@code
 * leading} or {@code warm}, and behind the last of these six numbers in decimal digits, divided by blanks.
 *
 * <pre>{@code warm <batch time, ms, or -> <partitions> <copies> <versions behind> <executors>}</pre>
 */
final class ReadinessCodec {

    private static final String NONE = "-";
    private static final String NUMBER = "\\d{1,18}";
    private static final int WORDS = 6;

    private ReadinessCodec() {}

    static byte[] encode(Readiness readiness) {
        return text(readiness).getBytes(US_ASCII);
    }

    private static String text(Readiness readiness) {
        if (readiness instanceof Readiness.Cold) {
            return "cold";
        }
        if (readiness instanceof Readiness.Starting) {
            return "starting";
        }
        if (readiness instanceof Readiness.Warm warm) {
            Held held = warm.held();
            String batch = warm.lastCommitted().isPresent()
                    ? Long.toString(warm.lastCommitted().getAsLong())
                    : NONE;
            return "warm " + batch + " " + held.partitions() + " " + held.copies() + " " + held.behind() + " "
                    + warm.executors();
        }
        return "leading";
    }

    /** Empty when it is of no use, such as what a later version may write. */
    static Optional<Readiness> decode(byte[] data) {
        List<String> words = List.of(new String(data, US_ASCII).split(" ", -1));
        return switch (words.get(0)) {
            case "cold" -> Optional.of(new Readiness.Cold());
            case "starting" -> Optional.of(new Readiness.Starting());
            case "leading" -> Optional.of(new Readiness.Leading());
            case "warm" -> warm(words);
            default -> Optional.empty();
        };
    }

    private static Optional<Readiness> warm(List<String> words) {
        boolean complete = words.size() == WORDS
                && (words.get(1).equals(NONE) || words.get(1).matches(NUMBER))
                && words.stream().skip(2).allMatch(word -> word.matches(NUMBER));
        if (!complete) {
            return Optional.empty();
        }
        OptionalLong batch =
                words.get(1).equals(NONE) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(words.get(1)));
        return Optional.of(new Readiness.Warm(
                batch, new Held(count(words, 2), count(words, 3), number(words, 4)), count(words, 5)));
    }

    private static long number(List<String> words, int index) {
        return Long.parseLong(words.get(index));
    }

    private static int count(List<String> words, int index) {
        return (int) Math.min(Integer.MAX_VALUE, number(words, index));
    }
}
