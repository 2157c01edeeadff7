package io.durastream;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one input stream gave to one batch.
 *
 * @param inputStreamId the id of the input stream, counted from 0
 * @param numRecords how many records; file streams do not count theirs and report 0
 * @param metadata what else the stream tells: its {@value #DESCRIPTION}, its {@code files}, its {@code offsets}
 */
public record StreamInputInfo(int inputStreamId, long numRecords, Map<String, Object> metadata) {

    /** The key in {@link #metadata()} of a text for people. */
    public static final String DESCRIPTION = "Description";

    /**
     * Copies the map.
     *
     * @param inputStreamId the id of the input stream
     * @param numRecords how many records
     * @param metadata what else the stream tells
     */
    public StreamInputInfo {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** {@return the description of the input for people, or null when the stream gives none} */
    public @Nullable String metadataDescription() {
        Object description = metadata.get(DESCRIPTION);
        return description == null ? null : description.toString();
    }
}
