package io.durastream.runtime.state;

import io.durastream.checkpoint.Bytes;
import io.durastream.checkpoint.StateEntry;
import io.durastream.statestore.StateId;
import io.durastream.statestore.StateRef;
import java.util.Map;

/**
 * Where copies of the state are that this application followed while it stood by.
 *
 * @param locations of executors of this application, by partition
 */
public record StatePlaces(Map<StateId, String> locations) {

    public StatePlaces {
        locations = Map.copyOf(locations);
    }

    /**
     * A reference of the driver before, as this one's jobs shall see it: tasks prefer the executor that has the copy. The
     * first commit of their own gives them a place anyway.
     */
    public StateEntry near(StateEntry entry) {
        String location = locations.get(idOf(entry));
        if (location == null) {
            return entry;
        }
        StateRef ref = StateRef.fromBytes(entry.ref().toByteArray()).withLocation(location);
        return new StateEntry(entry.operator(), entry.partition(), Bytes.of(ref.toBytes()));
    }

    static StateId idOf(StateEntry entry) {
        return new StateId(entry.operator().value(), entry.partition());
    }
}
