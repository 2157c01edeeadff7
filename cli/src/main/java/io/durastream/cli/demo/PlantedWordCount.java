package io.durastream.cli.demo;

import io.durastream.Duration;
import io.durastream.StreamingContext;
import io.durastream.examples.CountsFiles;
import io.durastream.examples.WordCount;

/** The example application with a receiver that makes the mistake named by {@link Plant#PROPERTY}. */
final class PlantedWordCount {

    private PlantedWordCount() {}

    public static void main(String[] args) throws Exception {
        Plant mistake = Plant.valueOf(System.getProperty(Plant.PROPERTY));
        var source = new PlantedLineReceiver(args[1], Integer.parseInt(args[2]), mistake);
        var batch = new Duration(Long.parseLong(args[4]));
        StreamingContext context = StreamingContext.getOrCreate(
                args[0], () -> WordCount.create(args[0], batch, source, new CountsFiles(args[3])));
        context.start();
        context.awaitTermination();
    }
}
