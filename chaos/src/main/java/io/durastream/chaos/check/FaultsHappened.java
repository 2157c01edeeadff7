package io.durastream.chaos.check;

import java.util.List;

/** A run shows nothing about a fault that did not happen. */
final class FaultsHappened implements Checker {

    @Override
    public String name() {
        return "faults happened";
    }

    @Override
    public Finding check(Evidence evidence) {
        List<String> missing = evidence.strikes().stream()
                .filter(struck -> struck.proof().isEmpty())
                .map(struck -> struck.strike().fault() + " at "
                        + struck.strike().atMillis() + " ms left no trace: it could not be done then")
                .toList();
        String saw = evidence.strikes().size() + " faults, " + missing.size() + " of them without proof";
        return new Finding(name(), missing.isEmpty() ? Verdict.VALID : Verdict.UNKNOWN, saw, missing);
    }
}
