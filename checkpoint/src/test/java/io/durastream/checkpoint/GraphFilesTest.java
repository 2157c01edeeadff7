package io.durastream.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.durastream.storage.DamagedFileException;
import io.durastream.storage.sim.SimulatedDisk;
import io.durastream.storage.sim.SimulatedStorage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GraphFilesTest {

    private static final byte[] CONTENT = "abc".getBytes(StandardCharsets.UTF_8);
    private static final String DIGEST = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private final SimulatedDisk disk = SimulatedDisk.withoutTearing();
    private final SimulatedStorage storage = disk.client("driver");
    private final GraphFiles graphs = new GraphFiles(storage);

    @Test
    void findsContentByItsDigest() throws IOException {
        assertEquals(DIGEST, graphs.put(CONTENT));
        assertEquals(DIGEST, graphs.put(CONTENT));
        assertArrayEquals(CONTENT, graphs.get(DIGEST));
        assertEquals("graph/" + DIGEST, disk.files().get(0).path().value());
        assertEquals(DIGEST, GraphFiles.digestOf(CONTENT));
    }

    @Test
    void saysWhenThereIsNone() {
        assertThrows(FileNotFoundException.class, () -> graphs.get(DIGEST));
        assertThrows(IllegalArgumentException.class, () -> graphs.get("../" + DIGEST));
    }

    @Test
    void namesADamagedFile() throws IOException {
        graphs.put(CONTENT);
        int length = disk.content(GraphFiles.pathOf(DIGEST)).length;
        for (int offset = 0; offset < length; offset++) {
            int at = offset;
            disk.damage(GraphFiles.pathOf(DIGEST), bytes -> flip(bytes, at));
            assertDamaged();
            disk.damage(GraphFiles.pathOf(DIGEST), bytes -> flip(bytes, at));
        }
        disk.damage(
                GraphFiles.pathOf(DIGEST),
                bytes -> FrameFile.encode(FrameTypes.GRAPH, ByteBuffer.wrap(new byte[] {1, 2, 3})));
        assertDamaged();
    }

    private void assertDamaged() {
        DamagedFileException damage = assertThrows(DamagedFileException.class, () -> graphs.get(DIGEST));
        assertEquals("graph/" + DIGEST, damage.file());
        assertThrows(DamagedFileException.class, () -> graphs.put(CONTENT));
    }

    private static byte[] flip(byte[] bytes, int offset) {
        bytes[offset] ^= 1;
        return bytes;
    }
}
