package io.durastream.runtime.rate;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How many records a second one input may bring. The batch thread learns, any thread asks. */
public final class InputRate {

    private final OptionalLong initial;
    /** Written by the batch thread, read by those that answer receivers. */
    private volatile @Nullable Estimate learnt;

    InputRate(OptionalLong initial, @Nullable Estimate learnt) {
        this.initial = initial;
        this.learnt = learnt;
    }

    /**
     * The latest estimate, in records a second; before there is one, the configured initial rate. Empty when there is
     * neither, and always without back-pressure: then nothing but the input's own limit holds.
     */
    public OptionalLong latest() {
        Estimate now = learnt;
        return now != null && now.applies() ? OptionalLong.of(Math.max(1, (long) now.rate())) : initial;
    }

    @Nullable
    Estimate learnt() {
        return learnt;
    }

    void learn(Estimate estimate) {
        learnt = estimate;
    }
}
