package io.durastream.chaos.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.durastream.Time;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the workload puts down what it saw: for each stream and batch a directory, with a file for each time that the
 * output was executed. The file's name has the process id; it appears whole or not at all. So nothing that an earlier
 * execution said is ever lost, and all of them can be compared.
 *
 * @param directory {@code <directory>/<stream>/<batch time>/<pid>-<nanos>.tsv}
 */
public record Ledger(String directory) implements Serializable {

    /** The stream of the records themselves, as the batches had them. */
    public static final String INPUT = "input";

    /** A system property: outputs block as long as there is a file of this name, and nothing interrupts them. */
    public static final String BLOCK = "recovery.block";

    static final String COMPLETE = ".tsv";

    /** Puts down one execution of an output, whole when this returns; it is not forced to the disk. */
    public void write(String stream, Time time, List<String> lines) throws IOException {
        blockIfTold();
        Path batch = Path.of(directory, stream, Long.toString(time.milliseconds()));
        Files.createDirectories(batch);
        String name = ProcessHandle.current().pid() + "-" + Clock.system().nanoTime();
        Path part = batch.resolve(name + ".part");
        Files.write(part, lines, UTF_8);
        Files.move(part, batch.resolve(name + COMPLETE), ATOMIC_MOVE);
    }

    /** Blocks as {@link #BLOCK} says. */
    public static void blockIfTold() {
        String block = System.getProperty(BLOCK);
        while (block != null && Files.exists(Path.of(block))) {
            try {
                Clock.system().sleep(10);
            } catch (InterruptedException e) {
                // As code does that does not know better.
            }
        }
    }

    /** For streams whose order says nothing. */
    public void writeSorted(String stream, Time time, List<String> lines) throws IOException {
        write(stream, time, lines.stream().sorted().toList());
    }
}
