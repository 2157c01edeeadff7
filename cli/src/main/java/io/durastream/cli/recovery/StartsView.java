package io.durastream.cli.recovery;

import io.durastream.checkpoint.BatchRecord.Phase;
import io.durastream.checkpoint.BatchRecord.RecoveryEvent;
import io.durastream.checkpoint.DriverStart;
import io.durastream.cli.output.Table;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/** Starts of drivers, for people and for programs. */
public final class StartsView {

    private static final String UNKNOWN = "-";

    private StartsView() {}

    /** A line each. */
    public static String table(List<DriverStart> starts) {
        Table table = new Table(
                "EPOCH", "BEGUN", "HOST", "NOTICED", "ELECTED", "FENCED", "LOADED", "FIRST BATCH", "CAUGHT UP");
        for (DriverStart start : starts) {
            table.row(
                    Long.toString(start.epoch().number()),
                    instant(begunMillis(start)),
                    start.host(),
                    after(start, Phase.NOTICED),
                    after(start, Phase.ELECTED),
                    after(start, Phase.FENCED),
                    after(start, Phase.LOADED),
                    after(start, Phase.FIRST_BATCH),
                    after(start, Phase.CAUGHT_UP));
        }
        return table.text();
    }

    static String details(DriverStart start) {
        Table table = new Table("STEP", "AT", "AFTER", "DETAIL");
        for (RecoveryEvent event : start.events()) {
            table.row(name(event.phase()), instant(event.wallMillis()), after(start, event), event.detail());
        }
        return "epoch " + start.epoch().number() + " on " + start.host() + ", claimed " + instant(start.wallMillis())
                + " by " + start.writer().value() + "\n\n" + table.text();
    }

    /** For programs. */
    public static Object json(List<DriverStart> starts) {
        return starts.stream().map(StartsView::json).toList();
    }

    static Object json(DriverStart start) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("epoch", start.epoch().number());
        object.put("host", start.host());
        object.put("writer", start.writer().value());
        object.put("claimed", instant(start.wallMillis()));
        object.put("steps", start.events().stream().map(StartsView::json).toList());
        return object;
    }

    private static Object json(RecoveryEvent event) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("step", name(event.phase()));
        object.put("at", instant(event.wallMillis()));
        object.put("detail", event.detail());
        return object;
    }

    private static String after(DriverStart start, Phase phase) {
        return start.events().stream()
                .filter(event -> event.phase() == phase)
                .findFirst()
                .map(event -> after(start, event))
                .orElse(UNKNOWN);
    }

    private static String after(DriverStart start, RecoveryEvent event) {
        return String.format(Locale.ROOT, "%.1f s", (event.wallMillis() - begunMillis(start)) / 1e3);
    }

    /** The first moment that is known: when the failure before was noticed, or else when the batch log was claimed. */
    private static long begunMillis(DriverStart start) {
        return LongStream.concat(
                        LongStream.of(start.wallMillis()),
                        start.events().stream().mapToLong(RecoveryEvent::wallMillis))
                .min()
                .getAsLong();
    }

    private static String instant(long wallMillis) {
        return Instant.ofEpochMilli(wallMillis).toString();
    }

    private static String name(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
