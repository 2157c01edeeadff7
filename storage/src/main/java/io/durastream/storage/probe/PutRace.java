package io.durastream.storage.probe;

import io.durastream.storage.Storage;
import io.durastream.storage.Storage.PutResult;
import io.durastream.storage.StoragePath;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several threads put the same name at the same moment; each looks at once at what is there. */
final class PutRace {

    private static final int RACERS = 4;
    private static final int ROUNDS = 3;
    private static final int CONTENT_BYTES = 4096;

    private final Storage storage;
    private final StoragePath path;
    private final CyclicBarrier start = new CyclicBarrier(RACERS);

    private PutRace(Storage storage, StoragePath path) {
        this.storage = storage;
        this.path = path;
    }

    /** Runs some rounds; the result says what was wrong. */
    static Optional<String> run(Storage storage, StoragePath directory) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(RACERS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                Optional<String> wrong = new PutRace(storage, directory.resolve("round-" + round)).run(threads);
                if (wrong.isPresent()) {
                    return wrong;
                }
            }
            return Optional.empty();
        } finally {
            threads.shutdownNow();
        }
    }

    /** What one racer got, and what it then found in the file. */
    private record Finish(int racer, PutResult result, ByteBuffer found) {}

    private Optional<String> run(ExecutorService threads) throws IOException {
        List<Callable<Finish>> racers = new ArrayList<>();
        for (int i = 0; i < RACERS; i++) {
            int racer = i;
            racers.add(() -> race(racer));
        }
        List<Finish> finishes = await(threads, racers);
        List<Integer> winners = finishes.stream()
                .filter(finish -> finish.result() == PutResult.CREATED)
                .map(Finish::racer)
                .toList();
        if (winners.size() != 1) {
            return Optional.of("expected one of " + RACERS
                    + " concurrent writers of a file to be told that it created it, " + winners.size() + " were");
        }
        ByteBuffer expected = ByteBuffer.wrap(content(winners.get(0)));
        return finishes.stream()
                .filter(finish -> !finish.found().equals(expected))
                .findFirst()
                .map(finish -> "expected the whole content of the one writer that created the file, found "
                        + finish.found().remaining() + " of " + CONTENT_BYTES + " bytes or those of another writer");
    }

    private Finish race(int racer) throws Exception {
        start.await();
        PutResult result = storage.putIfAbsent(path, content(racer));
        return new Finish(racer, result, found());
    }

    private ByteBuffer found() throws IOException {
        try {
            return ByteBuffer.wrap(storage.read(path));
        } catch (FileNotFoundException invisible) {
            return ByteBuffer.allocate(0);
        }
    }

    private static List<Finish> await(ExecutorService threads, List<Callable<Finish>> racers) throws IOException {
        List<Finish> finishes = new ArrayList<>();
        try {
            for (Future<Finish> finish : threads.invokeAll(racers)) {
                finishes.add(finish.get());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("Interrupted while probing").initCause(interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException bug) {
                throw bug;
            }
            throw new IOException("A concurrent put failed", failed.getCause());
        }
        return finishes;
    }

    private static byte[] content(int racer) {
        byte[] content = new byte[CONTENT_BYTES];
        Arrays.fill(content, (byte) racer);
        return content;
    }
}
