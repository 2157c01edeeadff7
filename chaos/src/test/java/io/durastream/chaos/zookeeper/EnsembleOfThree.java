package io.durastream.chaos.zookeeper;

import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link ZooKeeperEnsemble} of three servers, as a parameter. It is the same for all tests of this JVM, and each
 * finds all of its servers up.
 */
public final class EnsembleOfThree implements ParameterResolver, AfterEachCallback {

    private static final Namespace HERE = Namespace.create(EnsembleOfThree.class);

    private record Running(ZooKeeperEnsemble ensemble, Path directory) implements AutoCloseable {

        static Running start() {
            try {
                Path directory = Files.createTempDirectory("ensemble-");
                return new Running(ZooKeeperEnsemble.start(directory, 3, Clock.system()), directory);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException("No ensemble could be started", e);
            }
        }

        @Override
        public void close() throws IOException {
            ensemble.close();
            FileUtils.deleteDirectory(directory.toFile());
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == ZooKeeperEnsemble.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return running(test).ensemble();
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        running(test).ensemble().heal();
    }

    private static Running running(ExtensionContext test) {
        return test.getRoot().getStore(HERE).getOrComputeIfAbsent("ensemble", key -> Running.start(), Running.class);
    }
}
