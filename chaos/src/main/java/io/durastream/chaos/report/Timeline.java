package io.durastream.chaos.report;

import io.durastream.chaos.check.Evidence;
import io.durastream.chaos.check.Sample;
import io.durastream.chaos.check.Struck;
import io.durastream.chaos.ledger.History.Execution;
import io.durastream.chaos.ledger.Ledger;
import io.durastream.checkpoint.DriverStart;
import java.util.List;
import java.util.Map;

/** One picture with time from left to right: faults as bars, starts of epochs as lines, delay and throughput as curves. */
final class Timeline {

    private static final int WIDTH = 1_100;
    private static final int LEFT = 70;
    private static final int ROW = 18;
    private static final int CURVE = 110;
    private static final int GAP = 26;
    private static final double MILLIS_PER_SECOND = 1_000;
    private static final int TICKS = 10;
    private static final int SHORTEST_BAR = 3;

    private final Evidence evidence;
    private final long from;
    private final long until;
    private final StringBuilder svg = new StringBuilder();

    private Timeline(Evidence evidence) {
        this.evidence = evidence;
        List<Sample> samples = evidence.samples();
        this.from = samples.get(0).wallMillis();
        this.until = Math.max(from + 1, samples.get(samples.size() - 1).wallMillis());
    }

    static String of(Evidence evidence) {
        return evidence.samples().isEmpty() ? "<p>The batch log was never seen.</p>" : new Timeline(evidence).draw();
    }

    private String draw() {
        int faultsEnd = GAP + ROW * evidence.strikes().size();
        int delayTop = faultsEnd + GAP;
        int recordsTop = delayTop + CURVE + GAP;
        int bottom = recordsTop + CURVE;
        svg.append(Html.format("<svg viewBox=\"0 0 %d %d\" role=\"img\">", WIDTH, bottom + GAP));
        axis(bottom);
        epochs(bottom);
        faults();
        delay(delayTop);
        records(recordsTop);
        return svg.append("</svg>").toString();
    }

    private void axis(int bottom) {
        for (int tick = 0; tick <= TICKS; tick++) {
            long at = from + (until - from) * tick / TICKS;
            line(x(at), GAP, x(at), bottom, "grid");
            text(x(at) - 10, bottom + 16, Html.format("%d s", Math.round((at - from) / MILLIS_PER_SECOND)), "axis");
        }
    }

    private void epochs(int bottom) {
        for (DriverStart start : evidence.starts()) {
            if (start.wallMillis() >= from && start.wallMillis() <= until) {
                line(x(start.wallMillis()), GAP, x(start.wallMillis()), bottom, "epoch");
                text(x(start.wallMillis()) + 2, GAP - 6, start.epoch().number(), "axis");
            }
        }
    }

    private void faults() {
        int y = GAP;
        for (Struck struck : evidence.strikes()) {
            double width = Math.max(SHORTEST_BAR, x(struck.healedMillis()) - x(struck.startedMillis()));
            svg.append(Html.format(
                    "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" class=\"%s\"><title>%s</title></rect>",
                    x(struck.startedMillis()),
                    y + 2,
                    width,
                    ROW - 4,
                    struck.proof().isPresent() ? "fault" : "unproven",
                    Html.escape(struck.proof().orElse("no proof"))));
            text(
                    x(struck.startedMillis()) + width + 4,
                    y + ROW - 5,
                    struck.strike().fault(),
                    "label");
            y += ROW;
        }
    }

    private void delay(int top) {
        double most = Math.max(
                1,
                evidence.samples().stream()
                        .mapToDouble(Timeline::delaySeconds)
                        .max()
                        .orElse(1));
        curveFrame(top, "delay", Html.format("%.1f s", most));
        svg.append("<polyline class=\"delay\" points=\"");
        for (Sample sample : evidence.samples()) {
            point(sample.wallMillis(), top, delaySeconds(sample) / most);
        }
        svg.append("\"/>");
    }

    /** How far the last committed batch is behind the clock. */
    private static double delaySeconds(Sample sample) {
        return sample.committedMillis() == 0
                ? 0
                : Math.max(0, sample.wallMillis() - sample.committedMillis()) / MILLIS_PER_SECOND;
    }

    private void records(int top) {
        Map<Long, List<Execution>> inputs = evidence.history().stream(Ledger.INPUT);
        double most = Math.max(
                1, inputs.values().stream().mapToInt(Timeline::size).max().orElse(1));
        curveFrame(top, "records", Html.format("%.0f", most));
        svg.append("<polyline class=\"records\" points=\"");
        inputs.forEach((time, executions) -> {
            if (time >= from && time <= until) {
                point(time, top, size(executions) / most);
            }
        });
        svg.append("\"/>");
    }

    private static int size(List<Execution> executions) {
        return executions.get(0).lines().size();
    }

    private void curveFrame(int top, String name, String most) {
        text(2, top + 12, name, "label");
        text(2, top + 28, most, "axis");
        line(LEFT, top + CURVE, WIDTH, top + CURVE, "grid");
    }

    private void point(long at, int top, double part) {
        svg.append(Html.format("%.1f,%.1f ", x(at), top + CURVE * (1 - part)));
    }

    private void line(double x1, double y1, double x2, double y2, String style) {
        svg.append(Html.format(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>", x1, y1, x2, y2, style));
    }

    private void text(double x, double y, Object text, String style) {
        svg.append(Html.format("<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">%s</text>", x, y, style, Html.escape(text)));
    }

    private double x(long millis) {
        return LEFT + (double) (millis - from) / (until - from) * (WIDTH - LEFT - 100);
    }
}
