package io.durastream.runtime.input;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class HadoopSettingsTest {

    @Test
    void savesWhatTheProgramSetAndNeitherSecretsNorTheMachinesSettings() throws IOException {
        Configuration conf = new Configuration();
        conf.set("user.setting", "kept");
        conf.set("io.file.buffer.size", "12345");
        conf.set("fs.s3a.access.key", "secret-1");
        conf.set("fs.azure.account.key.x", "secret-2");
        conf.set("my.passwd", "secret-3");
        conf.set("ssl.keystore.pass", "secret-4");

        String saved = serialized(HadoopSettings.of(conf));

        assertTrue(saved.contains("user.setting") && saved.contains("kept"), saved);
        assertTrue(saved.contains("12345"), saved);
        assertFalse(saved.contains("secret-"), saved);
        assertFalse(saved.contains("fs.defaultFS"), "what a configuration file of the machine may set");
    }

    private static String serialized(HadoopSettings settings) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(settings);
        }
        return bytes.toString(ISO_8859_1);
    }
}
