package io.durastream.chaos.fault;

import io.durastream.chaos.stage.FileTrees;
import io.durastream.chaos.stage.Stage;
import io.durastream.chaos.stage.SupervisedDriver;
import java.io.IOException;
import java.util.SplittableRandom;

/** Another machine takes its place. */
final class LocalStateWiped implements Fault {

    @Override
    public String name() {
        return "local-state-wiped";
    }

    @Override
    public String description() {
        return "The driver is killed and everything that it kept on its machine is deleted, as when it starts on another.";
    }

    @Override
    public Injury start(Stage stage, SplittableRandom random) throws IOException, InterruptedException {
        SupervisedDriver driver = stage.leader();
        driver.hold();
        try {
            driver.kill();
            long files = FileTrees.deleteBelow(driver.local());
            return files == 0 ? Injury.none() : Injury.done(files + " files deleted below " + driver.local());
        } finally {
            driver.release();
        }
    }
}
