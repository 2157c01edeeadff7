package io.durastream.cli.ha;

import io.durastream.runtime.ha.CandidateId;
import io.durastream.runtime.standby.Readiness;
import io.durastream.runtime.standby.Readiness.Held;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A candidate, for people and for programs.
 *
 * @param readiness as it shows; empty when it shows nothing that makes sense
 */
record CandidateView(CandidateId id, Optional<Readiness> readiness) {

    String text() {
        return id + " on " + id.host() + ", "
                + readiness.map(CandidateView::text).orElse("unknown");
    }

    private static String text(Readiness readiness) {
        if (readiness instanceof Readiness.Warm warm) {
            Held held = warm.held();
            return "warm at " + batch(warm).map(time -> "batch " + time).orElse("no batch") + ": " + held.copies()
                    + " of "
                    + held.partitions() + " copies of state, " + held.behind() + " versions behind, " + warm.executors()
                    + " executors";
        }
        return word(readiness);
    }

    Object json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("candidate", id.value());
        object.put("host", id.host());
        object.put("readiness", readiness.map(CandidateView::word).orElse("unknown"));
        if (readiness.orElse(null) instanceof Readiness.Warm warm) {
            batch(warm).ifPresent(time -> object.put("lastCommitted", time));
            object.put("partitions", warm.held().partitions());
            object.put("copies", warm.held().copies());
            object.put("versionsBehind", warm.held().behind());
            object.put("executors", warm.executors());
        }
        return object;
    }

    private static Optional<String> batch(Readiness.Warm warm) {
        return warm.lastCommitted().stream()
                .mapToObj(millis -> Instant.ofEpochMilli(millis).toString())
                .findFirst();
    }

    private static String word(Readiness readiness) {
        if (readiness instanceof Readiness.Cold) {
            return "cold";
        }
        if (readiness instanceof Readiness.Starting) {
            return "starting";
        }
        return readiness instanceof Readiness.Warm ? "warm" : "leading";
    }
}
