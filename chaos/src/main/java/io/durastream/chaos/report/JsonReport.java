package io.durastream.chaos.report;

import io.durastream.chaos.check.Evidence;
import io.durastream.chaos.check.Finding;
import io.durastream.chaos.check.Struck;
import io.durastream.chaos.run.RunResult;
import io.durastream.chaos.stage.Life;
import io.durastream.checkpoint.BatchRecord.RecoveryEvent;
import io.durastream.checkpoint.DriverStart;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The same as {@link HtmlReport}, for programs: times are milliseconds since 1970. */
final class JsonReport {

    private JsonReport() {}

    static Map<String, Object> of(RunResult result) {
        Evidence evidence = result.evidence();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("verdict", lower(result.verdict()));
        report.put("command", result.options().command());
        report.put("options", result.options());
        report.put("schedule", result.schedule().strikes());
        report.put("startedMillis", result.startedMillis());
        report.put("endedMillis", result.endedMillis());
        report.put("records", evidence.load().records());
        report.put(
                "findings", result.findings().stream().map(JsonReport::finding).toList());
        report.put("faults", evidence.strikes().stream().map(JsonReport::struck).toList());
        report.put("starts", evidence.starts().stream().map(JsonReport::start).toList());
        report.put("drivers", evidence.lives().stream().map(JsonReport::life).toList());
        report.put("samples", evidence.samples());
        return report;
    }

    private static Map<String, Object> finding(Finding finding) {
        return row(
                "checker", finding.checker(),
                "verdict", lower(finding.verdict()),
                "saw", finding.saw(),
                "problems", finding.problems());
    }

    private static Map<String, Object> struck(Struck struck) {
        return row(
                "fault", struck.strike().fault(),
                "startedMillis", struck.startedMillis(),
                "healedMillis", struck.healedMillis(),
                "proof", struck.proof().orElse(""));
    }

    private static Map<String, Object> start(DriverStart start) {
        return row(
                "epoch", start.epoch().number(),
                "writer", start.writer().value(),
                "claimedMillis", start.wallMillis(),
                "phases", start.events().stream().map(JsonReport::event).toList());
    }

    private static Map<String, Object> event(RecoveryEvent event) {
        return row("phase", lower(event.phase()), "wallMillis", event.wallMillis(), "detail", event.detail());
    }

    private static Map<String, Object> life(Life life) {
        Map<String, Object> row = row(
                "driver", life.driver(),
                "pid", life.pid(),
                "startedMillis", life.startedMillis(),
                "log", life.log());
        life.endedMillis().ifPresent(millis -> row.put("endedMillis", millis));
        life.exit().ifPresent(code -> row.put("exit", code));
        return row;
    }

    private static Map<String, Object> row(Object... namesAndValues) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int n = 0; n < namesAndValues.length; n += 2) {
            row.put(namesAndValues[n].toString(), namesAndValues[n + 1]);
        }
        return row;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
