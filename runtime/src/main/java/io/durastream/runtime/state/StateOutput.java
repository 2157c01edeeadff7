package io.durastream.runtime.state;

import java.io.Serializable;
import java.util.List;

/** The one element of a partition of a {@link StateUpdateRDD}. */
final class StateOutput<M> implements Serializable {

    private static final long serialVersionUID = 1;

    private final byte[] ref;
    private final List<M> mapped;

    /**
     * @param ref the new version, as bytes of a {@link io.durastream.statestore.StateRef}
     * @param mapped what the operator emitted
     */
    StateOutput(byte[] ref, List<M> mapped) {
        this.ref = ref;
        this.mapped = mapped;
    }

    byte[] ref() {
        return ref;
    }

    List<M> mapped() {
        return mapped;
    }
}
