package io.durastream.runtime.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.durastream.statestore.StateTransaction;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

final class ReadAheadTest {

    private final List<Object> announced = new ArrayList<>();

    @Test
    void handsOutAllRecordsInOrderAndAnnouncesEachKeyBeforeItsTurn() {
        for (int count : new int[] {0, 1, 127, 128, 129, 1_000}) {
            announced.clear();
            List<Tuple2<Integer, String>> records = IntStream.range(0, count)
                    .mapToObj(number -> new Tuple2<>(number, "record " + number))
                    .toList();
            ReadAhead<Integer, String> ahead = new ReadAhead<>(records.iterator(), state());
            for (int i = 0; i < count; i++) {
                assertEquals(records.get(i), ahead.next());
                assertEquals(i, announced.get(i));
            }
            assertFalse(ahead.hasNext());
            assertThrows(NoSuchElementException.class, ahead::next);
            assertEquals(count, announced.size());
        }
    }

    /** Takes announcements and nothing else. */
    @SuppressWarnings({"unchecked", "NullAway"})
    private StateTransaction<Integer, String> state() {
        return (StateTransaction<Integer, String>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {StateTransaction.class}, (proxy, method, arguments) -> {
                    assertEquals("prefetch", method.getName());
                    announced.addAll((List<Object>) arguments[0]);
                    return null;
                });
    }
}
