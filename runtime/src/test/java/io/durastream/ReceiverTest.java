package io.durastream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.runtime.receiver.RecordingSupervisor;
import io.durastream.runtime.receiver.RecordingSupervisor.Block;
import io.durastream.runtime.receiver.RecordingSupervisor.Restart;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Test;
import scala.Option;

class ReceiverTest {

    private static final class Idle extends Receiver<String> {
        Idle() {
            super(StorageLevel.MEMORY_ONLY());
        }

        @Override
        public void onStart() {}

        @Override
        public void onStop() {}
    }

    private final Receiver<String> receiver = new Idle();

    @Test
    void refusesToWorkBeforeItIsStarted() {
        String text = "assertion failed: A ReceiverSupervisor has not been attached to the receiver yet. Maybe you are "
                + "starting some computation in the receiver before the Receiver.onStart() has been called.";

        assertEquals(
                text,
                assertThrows(AssertionError.class, () -> receiver.store("early"))
                        .getMessage());
        assertThrows(AssertionError.class, receiver::lastPosition);
        assertThrows(AssertionError.class, receiver::isStopped);
        assertEquals(-1, receiver.streamId());
    }

    @Test
    void knowsItsStorageLevelAndNoPreferredLocation() {
        assertEquals(StorageLevel.MEMORY_ONLY(), receiver.storageLevel());
        assertEquals(Option.empty(), receiver.preferredLocation());
    }

    @Test
    void storesRecordsOneByOne() {
        try (RecordingSupervisor<String> supervisor = new RecordingSupervisor<>(receiver, 3)) {
            receiver.store("a");
            receiver.store("b");

            assertEquals(List.of("a", "b"), supervisor.records);
            assertEquals(List.of(), supervisor.blocks);
        }
    }

    @Test
    void storesBlocksOfRecords() {
        try (RecordingSupervisor<String> supervisor = new RecordingSupervisor<>(receiver, 3)) {
            SourcePosition seven = new SourcePosition("7");
            SourcePosition eight = new SourcePosition("8");
            receiver.store(List.of("a"));
            receiver.store(List.of("b"), "meta");
            receiver.store(List.of("c"), seven);
            receiver.store(List.of("d").iterator());
            receiver.store(List.of("e").iterator(), "meta");
            receiver.store(List.of("f").iterator(), eight);

            assertEquals(
                    List.of(
                            new Block<>(List.of("a"), null, null, null),
                            new Block<>(List.of("b"), null, "meta", null),
                            new Block<>(List.of("c"), null, null, seven),
                            new Block<>(List.of("d"), null, null, null),
                            new Block<>(List.of("e"), null, "meta", null),
                            new Block<>(List.of("f"), null, null, eight)),
                    supervisor.blocks);
        }
    }

    @Test
    void storesBlocksOfBytes() {
        try (RecordingSupervisor<String> supervisor = new RecordingSupervisor<>(receiver, 3)) {
            ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1, 2});
            receiver.store(bytes);
            receiver.store(bytes, "meta");

            assertEquals(
                    List.of(new Block<>(null, bytes, null, null), new Block<>(null, bytes, "meta", null)),
                    supervisor.blocks);
        }
    }

    @Test
    void isHandedItsLastPosition() {
        try (RecordingSupervisor<String> supervisor = new RecordingSupervisor<>(receiver, 3)) {
            assertEquals(Optional.empty(), receiver.lastPosition());
            receiver.store(List.of("a"), new SourcePosition("7"));
            receiver.store(List.of("b"));

            assertEquals(Optional.of(new SourcePosition("7")), receiver.lastPosition());
            assertSame(
                    supervisor.blocks.get(0).position(), receiver.lastPosition().orElseThrow());
        }
    }

    @Test
    void hasItsLifeDirectedByTheSupervisor() {
        try (RecordingSupervisor<String> supervisor = new RecordingSupervisor<>(receiver, 3)) {
            assertTrue(receiver.isStopped());
            supervisor.start();
            assertTrue(receiver.isStarted());
            assertFalse(receiver.isStopped());
            assertEquals(3, receiver.streamId());

            IOException error = new IOException("x");
            receiver.reportError("went wrong", error);
            receiver.restart("one");
            receiver.restart("two", error);
            receiver.restart("three", error, 5);
            receiver.stop("enough");

            assertEquals(List.of("went wrong"), supervisor.errors);
            assertEquals(
                    List.of(
                            new Restart("one", null, null),
                            new Restart("two", error, null),
                            new Restart("three", error, 5)),
                    supervisor.restarts);
            assertTrue(receiver.isStopped());
        }
    }
}
