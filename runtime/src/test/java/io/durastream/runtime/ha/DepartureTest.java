package io.durastream.runtime.ha;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DepartureTest {

    @Test
    void isReadAsItWasWritten() {
        Departure departure = new Departure(new CandidateId("host-1"), 1_700_000_000_000L, "it ended\nbadly");
        assertEquals(Optional.of(departure), Departure.decode(departure.encode()));
    }

    @Test
    void anotherTextIsOfNoUse() {
        for (String text :
                new String[] {"", "host-1", "host-1\n17", "host-1\nnever\nit ended", "host-1\n-1\nit ended"}) {
            assertEquals(Optional.empty(), Departure.decode(text.getBytes(UTF_8)), text);
        }
    }
}
