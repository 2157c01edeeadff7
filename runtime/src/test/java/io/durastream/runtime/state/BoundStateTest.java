package io.durastream.runtime.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.NoSuchElementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class BoundStateTest {

    private final BoundState<Integer> state = new BoundState<>();

    @BeforeEach
    void bindLeftovers() {
        state.bind(99);
        state.remove();
    }

    @Test
    void saysThatThereIsNone() {
        state.bindAbsent();

        assertFalse(state.exists());
        assertFalse(state.isTimingOut());
        assertEquals("<state not set>", state.toString());
        assertEquals(
                "State is not set",
                assertThrows(NoSuchElementException.class, state::get).getMessage());
        assertFalse(state.isUpdated() || state.isRemoved());
    }

    @Test
    void givesWhatItIsBoundTo() {
        state.bind(5);

        assertTrue(state.exists());
        assertEquals(5, state.get());
        assertEquals("5", state.toString());
        assertFalse(state.isUpdated() || state.isRemoved() || state.isTimingOut());
    }

    @Test
    void givesTheLastUpdate() {
        state.bindAbsent();
        state.update(1);
        state.update(2);

        assertTrue(state.exists() && state.isUpdated());
        assertEquals(2, state.get());
    }

    @Test
    void forgetsAnUpdateThatIsRemovedAgain() {
        state.bind(5);
        state.update(6);
        state.remove();

        assertTrue(state.isRemoved());
        assertFalse(state.exists() || state.isUpdated());
    }

    @Test
    void removesWhatIsNotSet() {
        state.bindAbsent();
        state.remove();

        assertTrue(state.isRemoved());
    }

    @Test
    void refusesToChangeWhatHasBeenRemoved() {
        state.bind(5);
        state.remove();

        assertRefused("Cannot update the state after it has been removed", () -> state.update(1));
        assertRefused("Cannot remove the state that has already been removed", state::remove);
    }

    @Test
    void refusesToChangeWhatIsTimingOut() {
        state.bindTimingOut(5);

        assertTrue(state.exists() && state.isTimingOut());
        assertEquals(5, state.get());
        assertRefused("Cannot update the state that is timing out", () -> state.update(1));
        assertRefused("Cannot remove the state that is timing out", state::remove);
    }

    private static void assertRefused(String text, Executable change) {
        assertEquals(
                "requirement failed: " + text,
                assertThrows(IllegalArgumentException.class, change).getMessage());
    }
}
