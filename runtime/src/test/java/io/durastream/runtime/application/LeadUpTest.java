package io.durastream.runtime.application;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.checkpoint.BatchRecord.Phase;
import io.durastream.checkpoint.BatchRecord.RecoveryEvent;
import io.durastream.storage.Epoch;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LeadUpTest {

    @Test
    void belongsToTheFirstTakeoverInTheOrderOfTheSteps() {
        LeadUp.note(Phase.ELECTED, 20, "candidate two");
        LeadUp.note(Phase.NOTICED, 10, "one is dead");
        Epoch epoch = new Epoch(7);
        assertEquals(
                List.of(
                        new RecoveryEvent(epoch, Phase.NOTICED, 10, "one is dead"),
                        new RecoveryEvent(epoch, Phase.ELECTED, 20, "candidate two")),
                LeadUp.take(epoch));
        assertEquals(List.of(), LeadUp.take(new Epoch(8)));
    }
}
