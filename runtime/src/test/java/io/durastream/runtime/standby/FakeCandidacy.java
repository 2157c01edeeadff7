package io.durastream.runtime.standby;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A candidacy that leads when a test says so, and remembers what it was told. */
public final class FakeCandidacy implements Candidacy {

    public final CompletableFuture<Void> leadership = new CompletableFuture<>();
    public final List<Readiness> reports = new CopyOnWriteArrayList<>();
    public final List<String> startedAnew = new CopyOnWriteArrayList<>();

    @Override
    public CompletableFuture<Void> leadership() {
        return leadership;
    }

    @Override
    public void report(Readiness readiness) {
        reports.add(readiness);
    }

    @Override
    public void startAnew(String why) {
        startedAnew.add(why);
    }
}
