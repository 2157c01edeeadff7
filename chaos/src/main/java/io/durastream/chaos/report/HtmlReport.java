package io.durastream.chaos.report;

import io.durastream.chaos.check.Finding;
import io.durastream.chaos.check.Struck;
import io.durastream.chaos.run.RunResult;
import io.durastream.chaos.stage.Life;
import io.durastream.checkpoint.BatchRecord.Phase;
import io.durastream.checkpoint.BatchRecord.RecoveryEvent;
import io.durastream.checkpoint.DriverStart;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** The page that a person reads first: one file that needs no other. */
final class HtmlReport {

    private static final double MILLIS_PER_SECOND = 1_000;

    private final RunResult result;
    private final StringBuilder html = new StringBuilder();

    private HtmlReport(RunResult result) {
        this.result = result;
    }

    static String of(RunResult result) {
        return new HtmlReport(result).write();
    }

    private String write() {
        String verdict = result.verdict().name().toLowerCase(Locale.ROOT);
        html.append("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Chaos run ")
                .append(result.options().seed())
                .append(": ")
                .append(verdict)
                .append("</title><style>")
                .append(style())
                .append("</style></head><body><h1><span class=\"verdict ")
                .append(verdict)
                .append("\">")
                .append(verdict)
                .append("</span> chaos run, seed ")
                .append(result.options().seed())
                .append("</h1>");
        summary();
        findings();
        html.append(
                        "<h2>Faults against batches</h2><p>Numbered lines are the starts of epochs. The delay is how far the"
                                + " last committed batch is behind the clock; records are those of each batch.</p>")
                .append(Timeline.of(result.evidence()));
        takeovers();
        strikes();
        lives();
        return html.append("</body></html>\n").toString();
    }

    private void summary() {
        html.append(Html.format(
                "<p>%s, records from a %s, workloads %s, batches of %d ms. %,d records, %d faults, %d starts of a driver,"
                        + " %.0f s in all.</p><p>The same again: <code>%s</code></p>",
                result.options().deployment().id(),
                result.options().input().id(),
                result.options().workloads().stream()
                        .map(workload -> workload.id())
                        .toList(),
                result.options().batchMillis(),
                result.evidence().load().records(),
                result.evidence().strikes().size(),
                result.evidence().starts().size(),
                (result.endedMillis() - result.startedMillis()) / MILLIS_PER_SECOND,
                Html.escape(result.options().command())));
    }

    private void findings() {
        html.append("<h2>What the checkers saw</h2><table><tr><th>checker</th><th>verdict</th><th>saw</th></tr>");
        for (Finding finding : result.findings()) {
            String verdict = finding.verdict().name().toLowerCase(Locale.ROOT);
            html.append("<tr>")
                    .append(Html.cell(finding.checker()))
                    .append("<td class=\"")
                    .append(verdict)
                    .append("\">")
                    .append(verdict)
                    .append("</td><td>")
                    .append(Html.escape(finding.saw()));
            finding.problems()
                    .forEach(problem -> html.append("<br><code>")
                            .append(Html.escape(problem))
                            .append("</code>"));
            html.append("</td></tr>");
        }
        html.append("</table>");
    }

    private void takeovers() {
        html.append("<h2>Starts and takeovers</h2><p>Seconds after the first line that the recovery ledger has of the"
                + " start.</p><table><tr><th>epoch</th><th>writer</th><th>at</th>");
        for (Phase phase : Phase.values()) {
            html.append("<th>").append(name(phase)).append("</th>");
        }
        html.append("</tr>");
        for (DriverStart start : result.evidence().starts()) {
            html.append("<tr>")
                    .append(Html.cell(start.epoch().number()))
                    .append(Html.cell(start.writer().value()))
                    .append(Html.cell(since(start.wallMillis())));
            for (Phase phase : Phase.values()) {
                html.append(Html.cell(after(start, phase)));
            }
            html.append("</tr>");
        }
        html.append("</table>");
    }

    private static String name(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String after(DriverStart start, Phase phase) {
        long begun = start.events().stream()
                .mapToLong(RecoveryEvent::wallMillis)
                .min()
                .orElse(start.wallMillis());
        Optional<RecoveryEvent> event = start.events().stream()
                .filter(happened -> happened.phase() == phase)
                .findFirst();
        return event.map(happened -> Html.format("%.2f", (happened.wallMillis() - begun) / MILLIS_PER_SECOND))
                .orElse("–");
    }

    private void strikes() {
        html.append("<h2>Faults</h2><table><tr><th>at</th><th>fault</th><th>healed at</th><th>proof</th></tr>");
        for (Struck struck : result.evidence().strikes()) {
            html.append("<tr>")
                    .append(Html.cell(since(struck.startedMillis())))
                    .append(Html.cell(struck.strike().fault()))
                    .append(Html.cell(since(struck.healedMillis())))
                    .append(Html.cell(struck.proof().orElse("none")))
                    .append("</tr>");
        }
        html.append("</table>");
    }

    private void lives() {
        html.append("<h2>Lives of drivers</h2><table><tr><th>driver</th><th>pid</th><th>from</th><th>to</th><th>exit"
                + " code</th><th>log</th></tr>");
        for (Life life : result.evidence().lives()) {
            html.append("<tr>")
                    .append(Html.cell(life.driver()))
                    .append(Html.cell(life.pid()))
                    .append(Html.cell(since(life.startedMillis())))
                    .append(Html.cell(
                            life.endedMillis().isPresent()
                                    ? since(life.endedMillis().getAsLong())
                                    : "end"))
                    .append(Html.cell(life.exit().isPresent() ? life.exit().getAsInt() : ""))
                    .append(Html.cell(life.log()))
                    .append("</tr>");
        }
        html.append("</table>");
    }

    private String since(long millis) {
        return Html.format("%.1f s", (millis - result.startedMillis()) / MILLIS_PER_SECOND);
    }

    private static String style() {
        try (InputStream css = HtmlReport.class.getResourceAsStream("report.css")) {
            if (css == null) {
                throw new IllegalStateException("report.css is not beside " + HtmlReport.class.getName());
            }
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("report.css cannot be read", e);
        }
    }
}
