package io.durastream.cli.ha;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.durastream.runtime.ha.DriverProcess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;

/** A driver as a child JVM, with its output in a file. Its standard input ends when this process does. */
final class JavaDriver implements DriverProcess {

    private static final int LAST_BYTES = 16 * 1024;
    private static final int LAST_LINES = 30;

    private final Process process;
    private final Path log;

    private JavaDriver(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static JavaDriver start(List<String> command, Path log) throws IOException {
        return new JavaDriver(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start(),
                log);
    }

    @Override
    public int awaitExit() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void terminate() {
        // Not Process.destroy(), which also closes the child's input.
        process.toHandle().destroy();
    }

    @Override
    public void kill() {
        process.destroyForcibly();
    }

    @Override
    public String lastWords() {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long start = Math.max(0, file.length() - LAST_BYTES);
            byte[] end = new byte[(int) (file.length() - start)];
            file.seek(start);
            file.readFully(end);
            List<String> lines = new String(end, UTF_8).lines().toList();
            return "End of " + log + ":\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return log + " cannot be read: " + e;
        }
    }
}
