package io.durastream.cli.ha;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.runtime.ha.CandidateId;
import io.durastream.runtime.standby.Readiness;
import io.durastream.runtime.standby.Readiness.Held;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class CandidateViewTest {

    private static final CandidateId ID = new CandidateId("host-one-17-1-2");

    private static CandidateView view(Readiness readiness) {
        return new CandidateView(ID, Optional.of(readiness));
    }

    @Test
    void saysHowWarmACandidateIs() {
        CandidateView warm = view(new Readiness.Warm(OptionalLong.of(1_000), new Held(8, 7, 2), 3));
        assertEquals(
                "host-one-17-1-2 on host-one, warm at batch 1970-01-01T00:00:01Z: 7 of 8 copies of state, 2 versions behind,"
                        + " 3 executors",
                warm.text());
        assertEquals(
                Map.of(
                        "candidate",
                        "host-one-17-1-2",
                        "host",
                        "host-one",
                        "readiness",
                        "warm",
                        "lastCommitted",
                        "1970-01-01T00:00:01Z",
                        "partitions",
                        8,
                        "copies",
                        7,
                        "versionsBehind",
                        2L,
                        "executors",
                        3),
                warm.json());
        assertEquals(
                "host-one-17-1-2 on host-one, warm at no batch: 0 of 0 copies of state, 0 versions behind, 0 executors",
                view(new Readiness.Warm(OptionalLong.empty(), Held.NOTHING, 0)).text());
    }

    @Test
    void saysWhatElseItIs() {
        assertEquals(
                "host-one-17-1-2 on host-one, cold", view(new Readiness.Cold()).text());
        assertEquals(
                "host-one-17-1-2 on host-one, starting",
                view(new Readiness.Starting()).text());
        assertEquals(
                "host-one-17-1-2 on host-one, leading",
                view(new Readiness.Leading()).text());
        assertEquals("host-one-17-1-2 on host-one, unknown", new CandidateView(ID, Optional.empty()).text());
        assertEquals(
                Map.of("candidate", "host-one-17-1-2", "host", "host-one", "readiness", "unknown"),
                new CandidateView(ID, Optional.empty()).json());
    }
}
