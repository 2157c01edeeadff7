package io.durastream.recovery.sim;

import io.durastream.storage.AppendFile;
import io.durastream.storage.FileInfo;
import io.durastream.storage.ReadFile;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Storages that each break one promise. */
final class PlantedStorages {

    private PlantedStorages() {}

    /** {@code exists()} and then {@code create(overwrite)}. */
    static final class LooksThenOverwrites extends Forwarding {

        private final SimulatedDisk disk;

        LooksThenOverwrites(Storage storage, SimulatedDisk disk) {
            super(storage);
            this.disk = disk;
        }

        @Override
        public PutResult putIfAbsent(StoragePath path, byte[] content) throws IOException {
            if (exists(path)) {
                return PutResult.EXISTS;
            }
            if (storage.putIfAbsent(path, content) == PutResult.EXISTS) {
                disk.damage(path, any -> content);
            }
            return PutResult.CREATED;
        }

        private boolean exists(StoragePath path) throws IOException {
            try {
                storage.open(path).close();
                return true;
            } catch (FileNotFoundException e) {
                return false;
            }
        }
    }

    /** An entry of the batch log is put by the next operation that follows. */
    static final class PutsBehind extends Forwarding {

        private @Nullable StoragePath path;
        private byte[] content = {};

        PutsBehind(Storage storage) {
            super(storage);
        }

        @Override
        public PutResult putIfAbsent(StoragePath next, byte[] nextContent) throws IOException {
            PutResult before = putWaiting();
            if (!next.value().endsWith(".entry") || before == PutResult.EXISTS) {
                return storage.putIfAbsent(next, nextContent);
            }
            path = next;
            content = nextContent;
            return PutResult.CREATED;
        }

        @Override
        public ReadFile open(StoragePath next) throws IOException {
            putWaiting();
            return storage.open(next);
        }

        @Override
        public List<FileInfo> list(StoragePath directory) throws IOException {
            putWaiting();
            return storage.list(directory);
        }

        private PutResult putWaiting() throws IOException {
            StoragePath waiting = path;
            path = null;
            return waiting == null ? PutResult.CREATED : storage.putIfAbsent(waiting, content);
        }
    }

    /** Neither fences nor seals. */
    static final class DoesNotSeal extends Forwarding {

        DoesNotSeal(Storage storage) {
            super(storage);
        }

        @Override
        public PutResult putIfAbsent(StoragePath path, byte[] content) throws IOException {
            return path.value().startsWith("received/") ? PutResult.CREATED : storage.putIfAbsent(path, content);
        }

        @Override
        public long seal(StoragePath path) throws IOException {
            try (ReadFile file = storage.open(path)) {
                return file.length();
            }
        }
    }

    /** Every other flush waits for the next one. */
    static final class FlushesEverySecondTime extends Forwarding {

        FlushesEverySecondTime(Storage storage) {
            super(storage);
        }

        @Override
        public AppendFile create(StoragePath path) throws IOException {
            return new LazyFile(storage.create(path));
        }
    }

    private static final class LazyFile implements AppendFile {

        private final AppendFile file;
        private boolean lazy;

        LazyFile(AppendFile file) {
            this.file = file;
        }

        @Override
        public void append(ByteBuffer bytes) throws IOException {
            file.append(bytes);
        }

        @Override
        public void flush() throws IOException {
            lazy = !lazy;
            if (!lazy) {
                file.flush();
            }
        }

        @Override
        public long position() {
            return file.position();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }

        @Override
        public void abandon() {
            file.abandon();
        }
    }

    private abstract static class Forwarding implements Storage {

        final Storage storage;

        Forwarding(Storage storage) {
            this.storage = storage;
        }

        @Override
        public String location() {
            return storage.location();
        }

        @Override
        public PutResult putIfAbsent(StoragePath path, byte[] content) throws IOException {
            return storage.putIfAbsent(path, content);
        }

        @Override
        public AppendFile create(StoragePath path) throws IOException {
            return storage.create(path);
        }

        @Override
        public long seal(StoragePath path) throws IOException {
            return storage.seal(path);
        }

        @Override
        public ReadFile open(StoragePath path) throws IOException {
            return storage.open(path);
        }

        @Override
        public List<FileInfo> list(StoragePath directory) throws IOException {
            return storage.list(directory);
        }

        @Override
        public boolean delete(StoragePath path) throws IOException {
            return storage.delete(path);
        }

        @Override
        public void close() throws IOException {
            storage.close();
        }
    }
}
