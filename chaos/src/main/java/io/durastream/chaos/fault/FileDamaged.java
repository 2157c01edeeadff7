package io.durastream.chaos.fault;

import io.durastream.chaos.stage.Stage;
import io.durastream.chaos.stage.SupervisedDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A file of the checkpoint directory is damaged while no driver runs, and what was there before comes back. Damage is found,
 * not survived: drivers refuse the directory, or do not need the file.
 */
record FileDamaged(String name, String where, Damage damage, String description) implements Fault {

    /** What happens to the file. */
    enum Damage {
        FLIPPED {
            @Override
            void to(Path file, byte[] content, int at) throws IOException {
                byte[] flipped = content.clone();
                flipped[at] ^= MASK;
                Files.write(file, flipped);
            }
        },
        TRUNCATED {
            @Override
            void to(Path file, byte[] content, int at) throws IOException {
                Files.write(file, Arrays.copyOf(content, at));
            }
        },
        MISSING {
            @Override
            void to(Path file, byte[] content, int at) throws IOException {
                Files.delete(file);
            }
        };

        private static final byte MASK = 0x55;

        abstract void to(Path file, byte[] content, int at) throws IOException;
    }

    @Override
    public Lasting lasting() {
        return Lasting.seconds(5, 12);
    }

    @Override
    public Injury start(Stage stage, SplittableRandom random) throws IOException, InterruptedException {
        List<SupervisedDriver> drivers = stage.drivers();
        drivers.forEach(SupervisedDriver::hold);
        try {
            for (SupervisedDriver driver : drivers) {
                driver.kill();
            }
            Optional<Path> file = choose(stage.checkpoint().resolve(where));
            return file.isEmpty() ? Injury.none() : damage(file.get(), random);
        } finally {
            drivers.forEach(SupervisedDriver::release);
        }
    }

    /** The last by name, so that it is one that counts. */
    private static Optional<Path> choose(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            List<Path> files = tree.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
            return files.isEmpty() ? Optional.empty() : Optional.of(files.get(files.size() - 1));
        }
    }

    private Injury damage(Path file, SplittableRandom random) throws IOException {
        byte[] before = Files.readAllBytes(file);
        if (before.length == 0) {
            return Injury.none();
        }
        damage.to(file, before, random.nextInt(before.length));
        return new Injury() {
            @Override
            public Optional<String> proof() {
                return differs()
                        ? Optional.of(file + " is not the " + before.length + " bytes it was")
                        : Optional.empty();
            }

            private boolean differs() {
                try {
                    return !Files.exists(file) || !Arrays.equals(before, Files.readAllBytes(file));
                } catch (IOException e) {
                    return true;
                }
            }

            @Override
            public void heal() throws IOException {
                Files.write(file, before);
            }
        };
    }
}
