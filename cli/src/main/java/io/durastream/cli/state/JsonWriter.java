package io.durastream.cli.state;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.durastream.SavedOperator;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Entries for programs: one object, whose entries are written as they come. */
final class JsonWriter implements EntryWriter {

    private final PrintWriter out;
    private final JsonGenerator json;

    JsonWriter(PrintWriter out, String operator, SavedOperator<?, ?> saved) throws IOException {
        this.out = out;
        this.json = new ObjectMapper().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.useDefaultPrettyPrinter();
        json.writeStartObject();
        json.writeStringField("operator", operator);
        json.writeNumberField("batch", saved.batch().milliseconds());
        json.writeArrayFieldStart("entries");
    }

    @Override
    public void entry(@Nullable Object key, @Nullable Object value) throws IOException {
        json.writeStartObject();
        json.writePOJOField("key", JsonValue.of(key));
        json.writePOJOField("value", JsonValue.of(value));
        json.writeEndObject();
    }

    @Override
    public void end(boolean complete) throws IOException {
        json.writeEndArray();
        json.writeBooleanField("complete", complete);
        json.writeEndObject();
        json.close();
        out.println();
        out.flush();
    }
}
