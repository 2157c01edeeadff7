package io.durastream.statestore;

import com.esotericsoftware.kryo.kryo5.Kryo;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An engine for each thread that asks. Thread-safe. */
final class KryoEngines {

    private final Consumer<Kryo> customizer;

    @SuppressWarnings("ThreadLocalUsage") // not static: it ends with the checkpoint directory that it is for
    private final ThreadLocal<@Nullable KryoEngine> engines = new ThreadLocal<>();

    KryoEngines(Consumer<Kryo> customizer) {
        this.customizer = customizer;
    }

    /** The caller's, which finds the classes that the caller's thread finds now. */
    KryoEngine get() {
        KryoEngine engine = engines.get();
        ClassLoader classes = Thread.currentThread().getContextClassLoader();
        if (engine == null || !engine.finds(classes)) {
            engine = new KryoEngine(customizer, classes);
            engines.set(engine);
        }
        return engine;
    }
}
