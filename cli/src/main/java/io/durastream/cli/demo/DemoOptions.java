package io.durastream.cli.demo;

import java.util.Optional;

/**
 * What a demo is to do.
 *
 * @param records length of the text
 * @param rate records a second
 * @param kills how often the driver is killed
 * @param seed chooses the text and the moments of the kills
 * @param batchMillis batch duration
 * @param heap of the driver, as in {@code -Xmx}
 * @param checkpoint checkpoint directory; empty for one in the demo's own directory
 * @param plant the mistake to build in
 * @param driver main class of the application
 * @param keep whether directories and logs are kept also when all is well
 */
record DemoOptions(
        long records,
        double rate,
        int kills,
        long seed,
        long batchMillis,
        String heap,
        Optional<String> checkpoint,
        Optional<Plant> plant,
        String driver,
        boolean keep) {

    /** The command that does the same again. */
    String command() {
        return "bin/durastream demo --records " + records + " --rate " + (long) rate + " --kills " + kills + " --seed "
                + seed + " --batch " + batchMillis + " --heap " + heap
                + checkpoint.map(directory -> " --checkpoint " + directory).orElse("")
                + plant.map(mistake -> " --plant " + mistake).orElse("");
    }
}
