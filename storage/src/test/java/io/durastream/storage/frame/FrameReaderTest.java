package io.durastream.storage.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.DamagedFileException;
import io.durastream.storage.frame.FrameReader.End;
import io.durastream.storage.frame.FrameReader.Next;
import io.durastream.storage.frame.FrameReader.Read;
import io.durastream.storage.frame.FrameReader.TornTail;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FrameReaderTest {

    private static final List<String> PAYLOADS = List.of("first", "", "the third one", "x".repeat(300));

    private final byte[] file = encode(PAYLOADS);

    @Test
    void readsWhatWasEncoded() throws IOException {
        FrameReader reader = reader(file);
        long offset = 0;
        for (String payload : PAYLOADS) {
            assertEquals(offset, reader.position());
            Frame frame = ((Read) reader.next()).frame();
            assertEquals(payload, UTF_8.decode(frame.payload()).toString());
            assertEquals(payload.length() % 128, frame.type());
            offset += Frame.sizeOf(payload.length());
        }
        assertEquals(file.length, reader.position());
        assertEquals(new End(), reader.next());
        assertEquals(new End(), reader.next());
    }

    @Test
    void readsFromAFrameInTheMiddle() throws IOException {
        FrameReader reader = new FrameReader(new ArrayFile(file), "file", Frame.sizeOf(5), Long.MAX_VALUE);
        assertEquals(PAYLOADS.subList(1, 4), payloads(reader));
    }

    @Test
    void takesTheFileToEndAtTheLimit() throws IOException {
        long twoFrames = Frame.sizeOf(5) + Frame.sizeOf(0);
        FrameReader reader = new FrameReader(new ArrayFile(file), "file", 0, twoFrames);
        assertEquals(PAYLOADS.subList(0, 2), payloads(reader));
        assertEquals(new End(), reader.next());
    }

    @Test
    void encodesTheRemainingBytesAndLeavesTheBuffer() {
        ByteBuffer payload = ByteBuffer.wrap("__abc__".getBytes(UTF_8), 2, 3);
        assertEquals(Frame.encode((byte) 1, "abc".getBytes(UTF_8)), Frame.encode((byte) 1, payload));
        assertEquals(3, payload.remaining());
    }

    @Test
    void aFileCutAtAnyByteEndsInATornTailBehindWholeFrames() throws IOException {
        for (int length = 0; length <= file.length; length++) {
            FrameReader reader = reader(Arrays.copyOf(file, length));
            List<String> whole = payloads(reader);
            assertEquals(PAYLOADS.subList(0, whole.size()), whole);
            long boundary = encode(whole).length;
            assertEquals(boundary, reader.position(), "cut at " + length);
            Next expected = boundary == length ? new End() : new TornTail(boundary, length - boundary);
            assertEquals(expected, reader.next(), "cut at " + length);
        }
    }

    @Test
    void everyFlippedBitIsDamageInItsFrame() throws IOException {
        for (int bit = 0; bit < 8 * file.length; bit++) {
            byte[] damaged = file.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            FrameReader reader = reader(damaged);
            List<String> before = new ArrayList<>();
            DamagedFileException damage =
                    assertThrows(DamagedFileException.class, () -> readAll(reader, before), "bit " + bit);
            assertEquals(PAYLOADS.subList(0, before.size()), before, "bit " + bit);
            assertEquals(encode(before).length, damage.offset(), "bit " + bit);
            assertTrue(damage.offset() <= bit / 8, "bit " + bit);
            assertEquals("file", damage.file());
        }
    }

    @Test
    void everyFlippedBitInATornFileIsDamageOrInTheTornTail() throws IOException {
        byte[] torn = Arrays.copyOf(file, file.length - 100);
        long tail = encode(PAYLOADS.subList(0, 3)).length;
        for (int bit = 0; bit < 8 * torn.length; bit++) {
            byte[] damaged = torn.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            FrameReader reader = reader(damaged);
            List<String> before = new ArrayList<>();
            try {
                Next end = readAll(reader, before);
                assertEquals(new TornTail(tail, torn.length - tail), end, "bit " + bit);
                assertTrue(bit / 8 >= tail + Frame.HEADER_BYTES - 4, "bit " + bit);
            } catch (DamagedFileException found) {
                assertEquals(encode(before).length, found.offset(), "bit " + bit);
            }
            assertEquals(PAYLOADS.subList(0, before.size()), before, "bit " + bit);
        }
    }

    @Test
    void zerosToTheEndAreATornTail() throws IOException {
        for (int zeros : new int[] {1, 15, 16, 17, 100_000, 200_000}) {
            FrameReader reader = reader(Arrays.copyOf(file, file.length + zeros));
            assertEquals(PAYLOADS, payloads(reader));
            assertEquals(new TornTail(file.length, zeros), reader.next());
        }
    }

    @Test
    void aByteBehindZerosIsDamage() {
        byte[] damaged = Arrays.copyOf(file, file.length + 100_000);
        damaged[damaged.length - 1] = 1;
        DamagedFileException damage =
                assertThrows(DamagedFileException.class, () -> readAll(reader(damaged), new ArrayList<>()));
        assertEquals(file.length, damage.offset());
    }

    @Test
    void aNewerVersionIsNamed() {
        byte[] frame = Frame.encode((byte) 1, "payload".getBytes(UTF_8)).array();
        ByteBuffer newer = ByteBuffer.wrap(frame).put(2, (byte) 2);
        newer.putInt(8, Frame.crc(newer.duplicate().limit(8)));
        DamagedFileException damage =
                assertThrows(DamagedFileException.class, () -> reader(frame).next());
        assertTrue(damage.toString().contains("version 1, found 2"), damage.toString());
    }

    @Test
    void readsManySmallFramesInFewReads() throws IOException {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            many.add("record " + i);
        }
        byte[] bytes = encode(many);
        ArrayFile counted = new ArrayFile(bytes);
        assertEquals(many, payloads(new FrameReader(counted, "file", 0, Long.MAX_VALUE)));
        assertTrue(
                counted.reads() <= bytes.length / 60_000 + 1, counted.reads() + " reads of " + bytes.length + " bytes");
    }

    @Test
    void readsAFrameLargerThanItsWindow() throws IOException {
        List<String> large = List.of("a", "y".repeat(300_000), "b", "z".repeat(65_536 - 16), "c");
        assertEquals(large, payloads(reader(encode(large))));
    }

    private static FrameReader reader(byte[] bytes) throws IOException {
        return new FrameReader(new ArrayFile(bytes), "file", 0, Long.MAX_VALUE);
    }

    private static List<String> payloads(FrameReader reader) throws IOException {
        List<String> found = new ArrayList<>();
        readAll(reader, found);
        return found;
    }

    private static Next readAll(FrameReader reader, List<String> found) throws IOException {
        Next next = reader.next();
        while (next instanceof Read read) {
            found.add(UTF_8.decode(read.frame().payload()).toString());
            next = reader.next();
        }
        return next;
    }

    private static byte[] encode(List<String> payloads) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String payload : payloads) {
            out.writeBytes(Frame.encode((byte) (payload.length() % 128), payload.getBytes(UTF_8))
                    .array());
        }
        return out.toByteArray();
    }
}
