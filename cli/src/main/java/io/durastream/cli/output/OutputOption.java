package io.durastream.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The option {@code -o}, mixed into commands that show something. */
public final class OutputOption {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** What the result is written as. */
    public enum Format {
        /** For people; may change from release to release. */
        TABLE,
        /** For programs. */
        JSON
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table for people, json for programs. Default: table.")
    private Format format = Format.TABLE;

    /** Whether programs read it. */
    public boolean isJson() {
        return format == Format.JSON;
    }

    /**
     * The text to print.
     *
     * @param json of maps, lists, strings, numbers and booleans
     */
    public String text(Supplier<String> table, Supplier<Object> json) {
        if (format == Format.TABLE) {
            return table.get();
        }
        try {
            return JSON.writeValueAsString(json.get()) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A result cannot be written as JSON", e);
        }
    }
}
