package io.durastream.recovery.chaos;

import io.durastream.recovery.chaos.Mutant.Change;
import java.util.List;

/** The mistakes that runs on processes must find. Those of the driver protocol alone are for the simulation. */
final class Mutants {

    private Mutants() {}

    static final Mutant ACKNOWLEDGED_BEFORE_APPENDED = Mutant.of(
            "acknowledged before appended",
            "examples/src/main/java/io/durastream/examples/ReliableLineReceiver.java",
            "        if (!lines.isEmpty()) {\n            store(",
            "        say(connection, \"ACK \" + last);\n        Clock.system().sleep(700);\n"
                    + "        if (!lines.isEmpty()) {\n            store(");

    static final Mutant POSITION_OFF_BY_ONE = Mutant.of(
            "position off by one block",
            "runtime/src/main/java/io/durastream/runtime/receiver/ReceivedLog.java",
            "? through.endPosition() : null;",
            "? through.start() : null;");

    static final Mutant PLAN_MADE_ANEW = new Mutant(
            "a planned batch is planned anew",
            "runtime/src/main/java/io/durastream/runtime/driver/BatchCycle.java",
            List.of(
                    new Change(
                            "private void executePending() throws FencedException, BatchFailedException, InterruptedException",
                            "private void executePending() throws FencedException, BatchFailedException, InterruptedException,"
                                    + " DamagedFileException"),
                    new Change(
                            "List<InputRange> plan = found.getValue().inputs();",
                            "List<InputRange> plan = plan(found.getKey());")));

    static final Mutant TIMER_LOST = Mutant.of(
            "timers in the local copy are not looked for after a restart",
            "statestore/src/main/java/io/durastream/statestore/TimeIndex.java",
            "        if (beforeMillis > takenBefore) {",
            "        if (takenBefore == Long.MIN_VALUE) {\n            takenBefore = beforeMillis;\n        }\n"
                    + "        if (beforeMillis > takenBefore) {");

    static final Mutant SNAPSHOT_WITHOUT_A_FILE = Mutant.of(
            "a snapshot refers to a file that was not uploaded",
            "statestore/src/main/java/io/durastream/statestore/SnapshotFiles.java",
            "sstFiles.add(before != null ? before : upload(id, file, name));",
            "if (before != null) { sstFiles.add(before); }");

    static final Mutant TORN_TAIL_AS_DATA = new Mutant(
            "a torn tail is taken as data",
            "storage/src/main/java/io/durastream/storage/frame/FrameReader.java",
            List.of(
                    new Change(
                            "            return new TornTail(position, rest);\n        }\n        ByteBuffer payload",
                            "            length = (int) (rest - Frame.HEADER_BYTES);\n        }\n        ByteBuffer payload"),
                    new Change("Frame.crc(payload.duplicate()) != payloadCrc", "payloadCrc == payloadCrc + 1")));
}
