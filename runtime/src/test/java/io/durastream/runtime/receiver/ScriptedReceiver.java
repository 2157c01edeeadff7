package io.durastream.runtime.receiver;

import io.durastream.Receiver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.storage.StorageLevel;

/** A receiver that does what a test in the same JVM says. */
final class ScriptedReceiver extends Receiver<String> {

    private static final long serialVersionUID = 1;

    /** How the receiver, which comes out of a serialized task, finds its test. */
    private static final Map<String, Script> SCRIPTS = new ConcurrentHashMap<>();

    private final String key;

    ScriptedReceiver(Script script) {
        super(StorageLevel.MEMORY_ONLY());
        key = script.getClass().getName() + "@" + System.identityHashCode(script);
        SCRIPTS.put(key, script);
    }

    @Override
    public void onStart() {
        Script script = script();
        script.starts.incrementAndGet();
        script.onStart(this);
    }

    @Override
    public void onStop() {
        script().stops.incrementAndGet();
        script().onStop(this);
    }

    private Script script() {
        Script script = SCRIPTS.get(key);
        if (script == null) {
            throw new IllegalStateException("No script " + key);
        }
        return script;
    }

    /** What the receiver does. */
    abstract static class Script {

        final AtomicInteger starts = new AtomicInteger();
        final AtomicInteger stops = new AtomicInteger();

        abstract void onStart(Receiver<String> receiver);

        void onStop(Receiver<String> receiver) {}

        /** Runs in a thread of its own, as receivers do. */
        static void inBackground(Runnable work) {
            Thread thread = new Thread(work, "scripted-receiver");
            thread.setDaemon(true);
            thread.start();
        }
    }
}
