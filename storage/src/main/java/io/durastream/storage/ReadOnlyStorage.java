package io.durastream.storage;

import java.io.IOException;
import java.util.List;

/**
 * A storage that can be looked at, and not changed: whatever would write, seal or delete throws {@link
 * UnsupportedOperationException}, and nothing has happened.
 */
final class ReadOnlyStorage implements Storage {

    private final Storage storage;

    ReadOnlyStorage(Storage storage) {
        this.storage = storage;
    }

    @Override
    public String location() {
        return storage.location();
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
    public PutResult putIfAbsent(StoragePath path, byte[] content) {
        throw refusal("put", path);
    }

    @Override
    public AppendFile create(StoragePath path) {
        throw refusal("create", path);
    }

    @Override
    public long seal(StoragePath path) {
        throw refusal("seal", path);
    }

    @Override
    public boolean delete(StoragePath path) {
        throw refusal("delete", path);
    }

    @Override
    public void close() throws IOException {
        storage.close();
    }

    private UnsupportedOperationException refusal(String operation, StoragePath path) {
        return new UnsupportedOperationException(
                "Cannot " + operation + " " + path + ": " + location() + " is opened for reading only");
    }
}
