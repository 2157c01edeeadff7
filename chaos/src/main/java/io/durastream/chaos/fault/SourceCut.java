package io.durastream.chaos.fault;

import io.durastream.chaos.network.TcpLink;
import io.durastream.chaos.stage.Setting;
import io.durastream.chaos.stage.Stage;
import io.durastream.chaos.workload.Input;
import java.io.IOException;
import java.util.Optional;
import java.util.SplittableRandom;

/** No wire to the source. */
final class SourceCut implements Fault {

    @Override
    public String name() {
        return "source-cut";
    }

    @Override
    public String description() {
        return "Connections of receivers to their source break, and new ones too.";
    }

    @Override
    public Lasting lasting() {
        return Lasting.seconds(1, 8);
    }

    @Override
    public boolean possible(Setting setting) {
        return setting.input() == Input.RECEIVER;
    }

    @Override
    public Injury start(Stage stage, SplittableRandom random) throws IOException {
        TcpLink link = stage.source().orElseThrow();
        long refusedBefore = link.refused();
        int broken = link.cut();
        return new Injury() {
            @Override
            public Optional<String> proof() {
                long refused = link.refused() - refusedBefore;
                return broken + refused > 0
                        ? Optional.of(broken + " connections broken, " + refused + " refused")
                        : Optional.empty();
            }

            @Override
            public void heal() {
                link.mend();
            }
        };
    }
}
