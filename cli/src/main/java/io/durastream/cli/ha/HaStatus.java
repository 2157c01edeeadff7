package io.durastream.cli.ha;

import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.DriverStart;
import io.durastream.checkpoint.LogState;
import io.durastream.cli.recovery.StartsView;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a highly available application, for people and for programs.
 *
 * @param candidates the leader first; null when ZooKeeper cannot be asked
 * @param trouble why not
 * @param log of the checkpoint directory; nothing before the first start
 */
record HaStatus(
        @Nullable List<CandidateView> candidates, @Nullable String trouble, Optional<LogState> log) {

    private static final int STARTS_SHOWN = 5;

    String table() {
        StringBuilder text = new StringBuilder();
        List<CandidateView> known = candidates;
        if (known == null) {
            text.append("leader    unknown: ").append(trouble).append('\n');
        } else if (known.isEmpty()) {
            text.append("leader    none, and no standby\n");
        } else {
            text.append("leader    ").append(known.get(0).text()).append('\n');
            text.append("standbys  ")
                    .append(known.size() == 1 ? "none" : standbys(known))
                    .append('\n');
        }
        log.ifPresentOrElse(
                state -> text.append("epoch     ")
                        .append(last(state))
                        .append("\nplanned   ")
                        .append(batch(state.lastPlanned()))
                        .append("\ncommitted ")
                        .append(batch(state.lastCommitted()))
                        .append("\n\n")
                        .append(StartsView.table(starts(state))),
                () -> text.append("epoch     none: the checkpoint directory has no batch log yet\n"));
        return text.toString();
    }

    Object json() {
        Map<String, Object> object = new LinkedHashMap<>();
        List<CandidateView> known = candidates;
        if (known == null) {
            object.put("trouble", String.valueOf(trouble));
        } else {
            if (!known.isEmpty()) {
                object.put("leader", known.get(0).json());
            }
            object.put(
                    "standbys", known.stream().skip(1).map(CandidateView::json).toList());
        }
        log.ifPresent(state -> {
            state.epoch().ifPresent(epoch -> object.put("epoch", epoch.number()));
            state.lastPlanned().ifPresent(time -> object.put("lastPlanned", instant(time)));
            state.lastCommitted().ifPresent(time -> object.put("lastCommitted", instant(time)));
            object.put("takeovers", StartsView.json(starts(state)));
        });
        return object;
    }

    private static String standbys(List<CandidateView> known) {
        return known.stream().skip(1).map(CandidateView::text).collect(Collectors.joining("\n          "));
    }

    private static String last(LogState state) {
        DriverStart start = state.ledger().get(state.ledger().size() - 1);
        return start.epoch().number() + " on " + start.host() + ", claimed " + Instant.ofEpochMilli(start.wallMillis());
    }

    private static List<DriverStart> starts(LogState state) {
        List<DriverStart> all = state.ledger();
        return all.subList(Math.max(0, all.size() - STARTS_SHOWN), all.size());
    }

    private static String batch(Optional<BatchTime> time) {
        return time.map(known -> "batch " + known.millis() + " ms, " + instant(known))
                .orElse("none");
    }

    private static String instant(BatchTime time) {
        return Instant.ofEpochMilli(time.millis()).toString();
    }
}
