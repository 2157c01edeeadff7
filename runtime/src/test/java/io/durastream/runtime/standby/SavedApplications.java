package io.durastream.runtime.standby;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.durastream.runtime.recovery.SavedApplication;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Saved applications without classes, in the layout that {@link SavedApplication} describes. */
final class SavedApplications {

    private static final byte VERSION = 2;

    private SavedApplications() {}

    /**
     * An application.
     *
     * @param graph the bytes of its graph
     * @param host where local files are, a configuration of the machine
     */
    static SavedApplication of(String graph, String host) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(500).put(VERSION).putInt(2);
        put(out, "spark.app.name", "words");
        put(out, "spark.local.dir", "/local/" + host);
        out.putInt(0);
        put(out, "");
        put(out, graph);
        byte[] content = new byte[out.flip().remaining()];
        out.get(content);
        return SavedApplication.decode(content);
    }

    private static void put(ByteBuffer out, String... texts) {
        for (String text : texts) {
            byte[] bytes = text.getBytes(UTF_8);
            out.putInt(bytes.length).put(bytes);
        }
    }
}
