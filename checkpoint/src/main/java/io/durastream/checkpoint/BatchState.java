package io.durastream.checkpoint;

import java.util.List;

/**
 * What the log says about one batch.
 *
 * @param inputs what it reads
 * @param committed whether it is complete
 * @param state the references that its commit brought; empty while it is pending, and once they are not needed any more
 */
public record BatchState(List<InputRange> inputs, boolean committed, List<StateEntry> state) {

    public BatchState {
        inputs = List.copyOf(inputs);
        state = List.copyOf(state);
    }
}
