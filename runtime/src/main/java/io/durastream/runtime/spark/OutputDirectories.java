package io.durastream.runtime.spark;

import io.durastream.runtime.graph.UserCode;
import org.apache.spark.internal.io.SparkHadoopWriterUtils;
import scala.runtime.BoxedUnit;

/** Whether Spark refuses to write to output directories that exist. */
public final class OutputDirectories {

    private OutputDirectories() {}

    /** Runs something, on this thread, in which output directories may exist. */
    public static void mayExistIn(Body body) throws Exception {
        SparkHadoopWriterUtils.disableOutputSpecValidation().withValue(true, () -> {
            try {
                body.run();
            } catch (Exception e) {
                throw UserCode.rethrow(e);
            }
            return BoxedUnit.UNIT;
        });
    }

    /** What is run. */
    @FunctionalInterface
    public interface Body {
        void run() throws Exception;
    }
}
