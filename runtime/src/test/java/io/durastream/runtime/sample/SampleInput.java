package io.durastream.runtime.sample;

import io.durastream.Duration;
import io.durastream.Time;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.OperatorId;
import io.durastream.runtime.driver.InputSource;
import io.durastream.runtime.graph.InputContext;
import io.durastream.runtime.graph.InputNode;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;

/** An input that is never read. */
public final class SampleInput extends InputNode<String> {

    private static final long serialVersionUID = 1;

    private final String kind;
    private final String hint;

    public SampleInput(String kind, String hint) {
        super(new Duration(1000), 0);
        this.kind = kind;
        this.hint = hint;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public String identityHint() {
        return hint;
    }

    @Override
    public InputSource open(OperatorId id, InputContext context) {
        throw new UnsupportedOperationException("never opened");
    }

    @Override
    protected @Nullable JavaRDD<String> read(Time time, InputRange range) {
        return null;
    }
}
