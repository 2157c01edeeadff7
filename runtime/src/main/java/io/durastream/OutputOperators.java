package io.durastream;

import io.durastream.runtime.graph.OutputNode;
import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.graph.StreamPrinter;
import io.durastream.runtime.output.BatchDirectory;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.api.java.function.VoidFunction2;
import org.jspecify.annotations.Nullable;

/** Outputs, which make batches do something: those of a batch run in the order in which they were defined. */
abstract class OutputOperators<T, R extends JavaRDDLike<T, R>, D> extends WindowOperators<T, R, D> {

    private static final int PRINTED_BY_DEFAULT = 10;

    OutputOperators(StreamingContext context, StreamNode<T> node) {
        super(context, node);
    }

    /**
     * Output: calls a function with the RDD of each batch, also of those without elements.
     *
     * @param foreachFunc called on the driver, once a batch, and again when a batch is executed again after a crash
     */
    public void foreachRDD(VoidFunction<R> foreachFunc) {
        foreachRDD((rdd, time) -> foreachFunc.call(rdd));
    }

    /**
     * Output: calls a function with the RDD and the time of each batch, also of those without elements.
     *
     * @param foreachFunc called on the driver, once a batch, and again with the same elements and time when a batch is
     *     executed again after a crash
     */
    public void foreachRDD(VoidFunction2<R, Time> foreachFunc) {
        RddForm<T, R> form = form();
        output("foreachRDD", (rdd, time) -> foreachFunc.call(form.of(rdd), time));
    }

    /** Output: the first ten elements of each batch, as {@link #print(int)}. */
    public void print() {
        print(PRINTED_BY_DEFAULT);
    }

    /**
     * Output: the first elements of each batch, on standard output: 43 dashes, {@code Time: 1000 ms}, 43 dashes, the elements
     * one a line, {@code ...} when there are more, an empty line.
     *
     * @param num how many elements at most
     */
    public void print(int num) {
        output("print", new StreamPrinter<>(num));
    }

    /**
     * Output: writes each batch to a directory of text files, one element a line, as the element's {@code toString} has it.
     * The directory is {@code prefix-TIME.suffix}, with the batch time in milliseconds; a batch that is executed again, after
     * a crash, replaces it.
     *
     * @param prefix begins the path of a directory; without one, null or empty, the name is the time
     * @param suffix ends it, after a dot; null or empty for none
     */
    public void saveAsTextFiles(@Nullable String prefix, @Nullable String suffix) {
        BatchDirectory directory = new BatchDirectory(prefix, suffix);
        output("saveAsTextFiles", (rdd, time) -> rdd.saveAsTextFile(directory.emptied(time, rdd)));
    }

    /**
     * Output: writes each batch to a directory of sequence files of serialized elements, which {@code
     * JavaSparkContext.objectFile} reads. The directory is {@code prefix-TIME.suffix}, with the batch time in milliseconds; a
     * batch that is executed again, after a crash, replaces it.
     *
     * @param prefix begins the path of a directory; without one, null or empty, the name is the time
     * @param suffix ends it, after a dot; null or empty for none
     */
    public void saveAsObjectFiles(@Nullable String prefix, @Nullable String suffix) {
        BatchDirectory directory = new BatchDirectory(prefix, suffix);
        output("saveAsObjectFiles", (rdd, time) -> rdd.saveAsObjectFile(directory.emptied(time, rdd)));
    }

    final void output(String name, VoidFunction2<JavaRDD<T>, Time> function) {
        context().requireDefinable();
        context().addOutput(new OutputNode<>(node(), name, function));
    }
}
