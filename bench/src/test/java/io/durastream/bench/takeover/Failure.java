package io.durastream.bench.takeover;

import io.durastream.chaos.ha.HaHost;
import io.durastream.runtime.ha.CandidateId;
import io.durastream.runtime.ha.Electorate;
import java.util.OptionalDouble;

/** How a leader ends. */
enum Failure {
    DRIVER_KILLED("driver-killed", "the driver is killed, its supervisor lives"),
    HOST_LOST("host-lost", "the host is lost: driver and supervisor are killed"),
    PLANNED("planned", "it is asked to hand over");

    private final String label;
    private final String title;

    Failure(String label, String title) {
        this.label = label;
        this.title = title;
    }

    /** {@return the name in results} */
    String label() {
        return label;
    }

    /** {@return the name in tables} */
    String title() {
        return title;
    }

    /** {@return how many seconds it may take, where something is asked for} */
    OptionalDouble bound(Standby standby) {
        return switch (this) {
            case DRIVER_KILLED -> standby == Standby.WARM ? OptionalDouble.of(3) : OptionalDouble.empty();
            case HOST_LOST -> OptionalDouble.of(standby == Standby.WARM ? 10 : 30);
            case PLANNED -> standby == Standby.WARM ? OptionalDouble.of(2) : OptionalDouble.empty();
        };
    }

    /** Lets it happen to the leader. */
    void happenTo(HaHost leader, Electorate electorate) throws Exception {
        switch (this) {
            case DRIVER_KILLED -> leader.killDriver();
            case HOST_LOST -> leader.lose();
            case PLANNED -> {
                CandidateId candidate = electorate.candidates().get(0);
                if (!electorate.askToHandOver(candidate)) {
                    throw new IllegalStateException(candidate + " was asked to hand over, and leads no more");
                }
            }
        }
    }
}
