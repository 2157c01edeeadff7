package io.durastream.chaos.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.workload.ApplicationSettings.Candidacy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ApplicationSettingsTest {

    private static final ApplicationSettings SETTINGS = new ApplicationSettings(
            "file:/c",
            "/ledger",
            "/sabotage",
            500,
            Input.FILES,
            "file:/inbox=1",
            List.of(Workload.BANK, Workload.WORD_COUNT),
            Optional.empty());

    private static ApplicationSettings parsed(ApplicationSettings settings) {
        return ApplicationSettings.parse(settings.toArguments().toArray(String[]::new));
    }

    @Test
    void areTheSameAsArguments() {
        ApplicationSettings candidate = SETTINGS.asCandidate(new Candidacy("a:1,b:2", 6_000));
        assertEquals(SETTINGS, parsed(SETTINGS));
        assertEquals(candidate, parsed(candidate));
    }

    @Test
    void refusesWhatIsMissingOrUnknown() {
        Exception missing =
                assertThrows(IllegalArgumentException.class, () -> ApplicationSettings.parse("ledger=/l", "batch=5"));
        assertTrue(missing.toString().contains("Expected an argument checkpoint="), missing::toString);
        assertThrows(IllegalArgumentException.class, () -> Workload.of("no-such"));
    }
}
