package io.durastream.cli.output;

import io.durastream.storage.Clock;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Shows where a command is, about once a second: in one line that changes on a terminal, line by line elsewhere. */
public final class ProgressDisplay {

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final String REWRITE_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean terminal;
    private final Clock clock;
    private long nextNanos;

    /**
     * Nothing is shown yet.
     *
     * @param terminal whether {@code out} is one
     */
    public ProgressDisplay(PrintWriter out, boolean terminal, Clock clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.nextNanos = clock.nanoTime();
    }

    /** Shows it, when it is time. */
    public void show(Supplier<String> status) {
        if (clock.nanoTime() - nextNanos < 0) {
            return;
        }
        nextNanos = clock.nanoTime() + INTERVAL_NANOS;
        out.print(terminal ? REWRITE_LINE + status.get() : status.get() + System.lineSeparator());
        out.flush();
    }

    /** Nothing more is shown: what follows begins a line of its own. */
    public void end() {
        if (terminal) {
            out.println();
            out.flush();
        }
    }
}
