package io.durastream;

import io.durastream.runtime.graph.OutputNode;
import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.graph.StreamPrinter;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.api.java.function.VoidFunction2;

/** Outputs, which make batches do something: those of a batch run in the order in which they were defined. */
abstract class OutputOperators<T, R extends JavaRDDLike<T, R>, D> extends WindowOperators<T, R, D> {

    private static final int PRINTED_BY_DEFAULT = 10;

    OutputOperators(StreamingContext context, StreamNode<T> node) {
        super(context, node);
    }

    /** Output: calls {@code foreachFunc} on the driver, once a batch. */
    public void foreachRDD(VoidFunction<R> foreachFunc) {
        foreachRDD((rdd, time) -> foreachFunc.call(rdd));
    }

    /** Output: calls {@code foreachFunc} on the driver with the batch time, once a batch. */
    public void foreachRDD(VoidFunction2<R, Time> foreachFunc) {
        RddForm<T, R> form = form();
        output("foreachRDD", (rdd, time) -> foreachFunc.call(form.of(rdd), time));
    }

    /** Output: the first ten elements of each batch, on standard output. */
    public void print() {
        print(PRINTED_BY_DEFAULT);
    }

    /** Output: the first {@code num} elements of each batch, on standard output, under the time of the batch. */
    public void print(int num) {
        output("print", new StreamPrinter<>(num));
    }

    final void output(String name, VoidFunction2<JavaRDD<T>, Time> function) {
        context().requireDefinable();
        context().addOutput(new OutputNode<>(node(), name, function));
    }
}
