package io.durastream.statestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("StringOperationCanBeSimplified") // another object each
final class KeysAheadTest {

    private static final String A = new String("a");
    private static final String B = new String("b");
    private static final String C = new String("c");

    private final KeysAhead<String> ahead = new KeysAhead<>(List.of(A, A, B, C), KryoSerializers.strings());

    @Test
    void findsAKeyAsOftenAsItIsAskedForUntilAnotherHasItsTurn() {
        List<Bytes> bytes = ahead.bytes();
        assertSame(bytes.get(0), ahead.find(A));
        assertSame(bytes.get(0), ahead.find(A));
        assertSame(bytes.get(2), ahead.find(B));
        assertSame(bytes.get(3), ahead.find(C));
        assertSame(bytes.get(3), ahead.find(C));
        assertEquals(new Bytes(KryoSerializers.strings().serialize("c")), ahead.find(C));
    }

    @Test
    void aKeyMayBeLeftOutAndOneWhoseTurnIsOverIsNotFound() {
        assertSame(ahead.bytes().get(2), ahead.find(B));
        assertNull(ahead.find(A));
    }

    @Test
    void anotherObjectIsAnotherKeyEvenIfItIsEqual() {
        assertNull(ahead.find(new String(A)));
    }
}
