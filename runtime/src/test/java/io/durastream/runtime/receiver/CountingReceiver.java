package io.durastream.runtime.receiver;

import io.durastream.Receiver;
import io.durastream.SourcePosition;
import io.durastream.storage.Clock;
import java.util.List;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** Stores {@code 1:pid}, {@code 2:pid} … with the process it runs in, and goes on behind the last durable number. */
final class CountingReceiver extends Receiver<String> {

    private static final long serialVersionUID = 1;
    private static final long PAUSE_MILLIS = 20;

    private final @Nullable String location;

    /** @param location where it would like to work; null for anywhere */
    CountingReceiver(@Nullable String location) {
        super(StorageLevel.MEMORY_ONLY());
        this.location = location;
    }

    @Override
    public Option<String> preferredLocation() {
        return Option.apply(location);
    }

    @Override
    public void onStart() {
        int last = lastPosition().map(it -> Integer.parseInt(it.value())).orElse(0);
        Thread thread = new Thread(() -> count(last), "counting-receiver");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void onStop() {}

    private void count(int last) {
        int next = last + 1;
        try {
            while (!isStopped()) {
                String record = next + ":" + ProcessHandle.current().pid();
                store(List.of(record), new SourcePosition(Integer.toString(next)));
                next++;
                Clock.system().sleep(PAUSE_MILLIS);
            }
        } catch (Exception e) {
            restart("Could not store " + next, e);
        }
    }
}
