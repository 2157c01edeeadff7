package io.durastream.runtime.ha;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.runtime.standby.Readiness;
import io.durastream.runtime.standby.Readiness.Held;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ReadinessCodecTest {

    private static final Readiness WARM =
            new Readiness.Warm(OptionalLong.of(1_795_267_788_000L), new Held(8, 7, 12), 3);

    @Test
    void readsWhatItWrote() {
        List<Readiness> all = List.of(
                new Readiness.Cold(),
                new Readiness.Starting(),
                new Readiness.Leading(),
                WARM,
                new Readiness.Warm(OptionalLong.empty(), Held.NOTHING, 0));
        for (Readiness readiness : all) {
            assertEquals(Optional.of(readiness), ReadinessCodec.decode(ReadinessCodec.encode(readiness)));
        }
    }

    @Test
    void isWrittenAsDescribed() {
        assertEquals("warm 1795267788000 8 7 12 3", new String(ReadinessCodec.encode(WARM), US_ASCII));
    }

    @Test
    void nothingIsMadeOfWhatMakesNoSense() {
        for (String text : List.of(
                "",
                "hot",
                "warm",
                "warm 1 2 3 4",
                "warm 1 2 3 4 5 6",
                "warm - 2 x 4 5",
                "warm -1 2 3 4 5",
                "warm  1 2 3 4")) {
            assertEquals(Optional.empty(), ReadinessCodec.decode(text.getBytes(US_ASCII)), text);
        }
    }
}
