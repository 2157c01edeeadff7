package io.durastream.bench.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of the documentation with a place for results, between two markers. */
public record Page(Path path) {

    /** Puts {@code text} between the markers of {@code section}, instead of what is there. */
    public void replace(String section, String text) throws IOException {
        String begin = "<!-- measured: " + section + " -->\n";
        String end = "<!-- end of " + section + " -->";
        String page = Files.readString(path, UTF_8);
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        if (from < 0 || to < from) {
            throw new IOException("Expected a line \"" + begin.strip() + "\" and after it a line \"" + end + "\" in "
                    + path + ": put them where the results belong");
        }
        Files.writeString(path, page.substring(0, from + begin.length()) + text + page.substring(to), UTF_8);
    }
}
