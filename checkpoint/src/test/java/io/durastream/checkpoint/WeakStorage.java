package io.durastream.checkpoint;

import io.durastream.storage.FileInfo;
import io.durastream.storage.ReadFile;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * As little as the contract of a storage promises: a listing is no moment, any operation may fail with an unknown
 * outcome, and what failed may take effect much later.
 */
final class WeakStorage extends ForwardingStorage {

    private static final int LISTING_MOMENTS = 3;
    private static final double FAILURES = 0.03;

    private final SplittableRandom random;
    private final Storage network;
    private final List<Runnable> delayed;

    /**
     * @param network another client of the same disk, through which delayed effects arrive
     * @param delayed where effects wait until the test lets one happen
     */
    WeakStorage(Storage delegate, Storage network, SplittableRandom random, List<Runnable> delayed) {
        super(delegate);
        this.network = network;
        this.random = random;
        this.delayed = delayed;
    }

    private interface Effect<T> {
        T on(Storage storage) throws IOException;
    }

    @Override
    public PutResult putIfAbsent(StoragePath path, byte[] content) throws IOException {
        return unreliably(() -> super.putIfAbsent(path, content), to -> to.putIfAbsent(path, content));
    }

    @Override
    public boolean delete(StoragePath path) throws IOException {
        return unreliably(() -> super.delete(path), from -> from.delete(path));
    }

    @Override
    public byte[] read(StoragePath path) throws IOException {
        byte[] content = super.read(path);
        failSometimes();
        return content;
    }

    @Override
    public ReadFile open(StoragePath path) throws IOException {
        ReadFile file = super.open(path);
        failSometimes();
        return file;
    }

    @Override
    public List<FileInfo> list(StoragePath directory) throws IOException {
        int salt = random.nextInt();
        List<FileInfo> shown = new ArrayList<>();
        for (int moment = 0; moment < LISTING_MOMENTS; moment++) {
            for (FileInfo file : super.list(directory)) {
                if (Math.floorMod(file.path().hashCode() * 31 + salt, LISTING_MOMENTS) == moment) {
                    shown.add(file);
                }
            }
        }
        failSometimes();
        shown.sort(Comparator.comparing(FileInfo::path));
        return shown;
    }

    private interface Call<T> {
        T now() throws IOException;
    }

    private <T> T unreliably(Call<T> call, Effect<T> effect) throws IOException {
        double luck = random.nextDouble() / FAILURES;
        if (luck < 1) {
            if (luck < 0.4) {
                delayed.add(() -> arrive(effect));
            } else if (luck < 0.7) {
                call.now();
            }
            throw new IOException("outcome unknown");
        }
        return call.now();
    }

    private <T> void arrive(Effect<T> effect) {
        try {
            effect.on(network);
        } catch (IOException e) {
            throw new AssertionError("the network's own storage does not fail", e);
        }
    }

    private void failSometimes() throws IOException {
        if (random.nextDouble() < FAILURES) {
            throw new IOException("no answer");
        }
    }
}
