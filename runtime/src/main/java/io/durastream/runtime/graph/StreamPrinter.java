package io.durastream.runtime.graph;

import io.durastream.Time;
import io.durastream.storage.SuppressForbidden;
import java.io.PrintStream;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.VoidFunction2;

/** Prints the first elements of a batch, in the form that users of Spark Streaming know. */
public record StreamPrinter<T>(int elements) implements VoidFunction2<JavaRDD<T>, Time> {

    private static final String RULE = "-".repeat(43);

    @Override
    @SuppressForbidden("printing is what this output is for")
    public void call(JavaRDD<T> rdd, Time time) {
        List<T> first = rdd.take(elements + 1);
        PrintStream out = System.out;
        out.println(RULE);
        out.println("Time: " + time);
        out.println(RULE);
        first.stream().limit(elements).forEach(out::println);
        if (first.size() > elements) {
            out.println("...");
        }
        out.println();
    }
}
