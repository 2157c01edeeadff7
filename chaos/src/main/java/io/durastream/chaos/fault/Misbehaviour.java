package io.durastream.chaos.fault;

import io.durastream.chaos.stage.Stage;
import io.durastream.chaos.workload.Sabotage;
import java.io.IOException;
import java.util.Optional;
import java.util.SplittableRandom;

/** The application's own code fails in its tasks. */
record Misbehaviour(String name, Sabotage.Kind kind, Lasting lasting, String description) implements Fault {

    @Override
    public Injury start(Stage stage, SplittableRandom random) throws IOException {
        Sabotage sabotage = stage.sabotage();
        sabotage.tell(kind);
        return new Injury() {
            @Override
            public Optional<String> proof() {
                return sabotage.happened(kind) ? Optional.of("a task did so and said it") : Optional.empty();
            }

            @Override
            public void heal() throws IOException {
                sabotage.end(kind);
            }
        };
    }
}
