package io.durastream.runtime.input;

import static java.util.Objects.requireNonNull;

import io.durastream.PositionRange;
import io.durastream.Source;
import io.durastream.SourceContext;
import io.durastream.SourcePlanner;
import io.durastream.Time;
import java.io.NotSerializableException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** The same RDD in every batch, for tests. It lives in this process only, so that a recovery is refused. */
public final class ConstantSource<T> extends Source<T> {

    private static final long serialVersionUID = 1;
    private static final String NO_RECOVERY =
            "constantStream doesn't support checkpointing: its RDD ends with the process. Please define the stream with"
                    + " StreamingContext.inputStream(Source), whose source makes the RDD anew.";
    private static final PositionRange ALL =
            PositionRange.of("constant").withDescription("the same RDD in every batch");

    /** Null in a deserialized source, which {@link #readResolve()} does not let out. */
    private final transient JavaRDD<T> rdd;

    public ConstantSource(JavaRDD<T> rdd) {
        this.rdd = requireNonNull(rdd, "rdd");
    }

    /** Constants have nothing that tells one from another but the order of their definition. */
    @Override
    public String identity() {
        return "";
    }

    /** @throws NotSerializableException after a recovery */
    @Override
    public SourcePlanner open(SourceContext context) throws NotSerializableException {
        if (!context.planned().isEmpty()) {
            throw new NotSerializableException(NO_RECOVERY);
        }
        return time -> ALL;
    }

    @Override
    public JavaRDD<T> read(JavaSparkContext spark, Time time, PositionRange range) {
        return rdd;
    }

    private Object readResolve() throws NotSerializableException {
        throw new NotSerializableException(NO_RECOVERY);
    }
}
