package io.durastream.chaos.check;

import java.util.List;

/**
 * What a checker found.
 *
 * @param checker its name
 * @param verdict what it says
 * @param saw what it looked at, with numbers, for people
 * @param problems what is wrong or unknown, the first of it; empty when nothing is
 */
public record Finding(String checker, Verdict verdict, String saw, List<String> problems) {

    private static final int MOST = 20;

    public Finding {
        problems = problems.size() <= MOST ? List.copyOf(problems) : List.copyOf(problems.subList(0, MOST));
    }

    /** Valid when there are no problems. */
    static Finding of(String checker, String saw, List<String> problems) {
        return new Finding(checker, problems.isEmpty() ? Verdict.VALID : Verdict.INVALID, saw, problems);
    }

    static Finding unknown(String checker, String why) {
        return new Finding(checker, Verdict.UNKNOWN, why, List.of(why));
    }
}
