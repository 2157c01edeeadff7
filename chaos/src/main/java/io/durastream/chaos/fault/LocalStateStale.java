package io.durastream.chaos.fault;

import io.durastream.chaos.stage.FileTrees;
import io.durastream.chaos.stage.Stage;
import io.durastream.chaos.stage.SupervisedDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;

/** A machine comes back with a disk of some time ago. */
final class LocalStateStale implements Fault {

    @Override
    public String name() {
        return "local-state-stale";
    }

    @Override
    public String description() {
        return "The driver is killed, and killed again a while later, and finds on its machine then what was there at the"
                + " first time.";
    }

    @Override
    public Lasting lasting() {
        return Lasting.seconds(20, 30);
    }

    @Override
    public Injury start(Stage stage, SplittableRandom random) throws IOException, InterruptedException {
        SupervisedDriver driver = stage.leader();
        Path copy = Files.createTempDirectory("durastream-chaos-stale-");
        driver.hold();
        try {
            driver.kill();
            long files = FileTrees.copy(driver.local(), copy);
            return new Stale(driver, copy, files + " files copied from " + driver.local());
        } finally {
            driver.release();
        }
    }

    private static final class Stale implements Injury {

        private final SupervisedDriver driver;
        private final Path copy;
        private String proof;

        Stale(SupervisedDriver driver, Path copy, String proof) {
            this.driver = driver;
            this.copy = copy;
            this.proof = proof;
        }

        @Override
        public Optional<String> proof() {
            return Optional.of(proof);
        }

        @Override
        public void heal() throws IOException, InterruptedException {
            driver.hold();
            try {
                driver.kill();
                long gone = FileTrees.deleteBelow(driver.local());
                long back = FileTrees.copy(copy, driver.local());
                proof = gone + " files deleted below " + driver.local() + ", " + back + " older ones put there";
            } finally {
                driver.release();
                FileTrees.delete(copy);
            }
        }
    }
}
