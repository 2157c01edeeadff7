package io.durastream.storage.fault;

import io.durastream.storage.AppendFile;
import io.durastream.storage.FileInfo;
import io.durastream.storage.ReadFile;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.fault.Operation.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A storage that calls {@link #before} and {@link #after} around every operation of the storage that it decorates. */
public abstract class HookedStorage implements Storage {

    private final Storage delegate;
    private final String client;

    /** Passes the operations of a client on to a storage. */
    protected HookedStorage(Storage delegate, String client) {
        this.delegate = delegate;
        this.client = client;
    }

    /** See {@link OperationHook#before}. */
    protected abstract void before(Operation operation) throws IOException;

    /** See {@link OperationHook#after}. */
    protected abstract void after(Operation operation) throws IOException;

    /** An append file was opened; for subclasses that must end it when the client crashes. */
    protected void opened(AppendFile file) {}

    /** {@link #before} has said that the effect comes later, if ever. */
    protected void delayed(Operation operation, Effect<?> effect) {
        throw new IllegalStateException("Only a simulated disk delays effects: " + operation);
    }

    /** The name in every {@link Operation} of this storage. */
    public final String client() {
        return client;
    }

    @Override
    public final String location() {
        return delegate.location();
    }

    @Override
    public final PutResult putIfAbsent(StoragePath path, byte[] content) throws IOException {
        return around(Kind.PUT_IF_ABSENT, path, () -> delegate.putIfAbsent(path, content));
    }

    @Override
    public final AppendFile create(StoragePath path) throws IOException {
        return around(Kind.CREATE, path, () -> {
            AppendFile file = delegate.create(path);
            opened(file);
            return new HookedAppendFile(path, file);
        });
    }

    @Override
    public final long seal(StoragePath path) throws IOException {
        return around(Kind.SEAL, path, () -> delegate.seal(path));
    }

    @Override
    public final byte[] read(StoragePath path) throws IOException {
        return around(Kind.READ, path, () -> delegate.read(path));
    }

    @Override
    public final ReadFile open(StoragePath path) throws IOException {
        return around(Kind.OPEN, path, () -> new HookedReadFile(path, delegate.open(path)));
    }

    @Override
    public final List<FileInfo> list(StoragePath directory) throws IOException {
        return around(Kind.LIST, directory, () -> delegate.list(directory));
    }

    @Override
    public final boolean delete(StoragePath path) throws IOException {
        return around(Kind.DELETE, path, () -> delegate.delete(path));
    }

    @Override
    public void close() throws IOException {
        delegate.close();
    }

    private <T> T around(Kind kind, StoragePath path, Effect<T> effect) throws IOException {
        Operation operation = new Operation(kind, client, path);
        try {
            before(operation);
        } catch (DelayedEffect unanswered) {
            delayed(operation, effect);
            throw unanswered;
        }
        T result;
        try {
            result = effect.happen();
        } catch (IOException refused) {
            after(operation);
            throw refused;
        }
        after(operation);
        return result;
    }

    /**
     * What an operation does to the storage.
     *
     * @param <T> what it returns
     */
    protected interface Effect<T> {
        /** Does it. */
        T happen() throws IOException;
    }

    private final class HookedAppendFile implements AppendFile {

        private final StoragePath path;
        private final AppendFile file;

        HookedAppendFile(StoragePath path, AppendFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public void append(ByteBuffer bytes) throws IOException {
            around(Kind.APPEND, path, () -> {
                file.append(bytes);
                return true;
            });
        }

        @Override
        public void flush() throws IOException {
            around(Kind.FLUSH, path, () -> {
                file.flush();
                return true;
            });
        }

        @Override
        public long position() {
            return file.position();
        }

        @Override
        public void close() throws IOException {
            around(Kind.CLOSE, path, () -> {
                file.close();
                return true;
            });
        }

        @Override
        public void abandon() {
            file.abandon();
        }
    }

    private final class HookedReadFile implements ReadFile {

        private final StoragePath path;
        private final ReadFile file;

        HookedReadFile(StoragePath path, ReadFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            return around(Kind.READ_AT, path, () -> file.read(position, target));
        }

        @Override
        public long length() throws IOException {
            return around(Kind.LENGTH, path, file::length);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
