package io.durastream.runtime.state;

import java.io.Serializable;
import java.util.List;

/**
 * The one element of a partition of a {@link StateUpdateRDD}.
 *
 * @param ref the new version, as bytes of a {@link io.durastream.statestore.StateRef}
 * @param mapped what the operator emitted
 */
record StateOutput<M>(byte[] ref, List<M> mapped) implements Serializable {}
