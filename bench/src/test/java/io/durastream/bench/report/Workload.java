package io.durastream.bench.report;

/** Something that contenders do, with the table of how they did it. */
public interface Workload<O> {

    /** {@return the name on the command line, in results, and of the section of the page} */
    String name();

    /** Lets the contenders do it, in alternation. */
    void measure(O options, Recorder recorder) throws Exception;

    /** {@return the results in Markdown} */
    String report(Results results);
}
