package io.durastream.checkpoint;

import io.durastream.storage.AppendFile;
import io.durastream.storage.FileInfo;
import io.durastream.storage.ReadFile;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.util.List;

/** A storage like another one, but for what a subclass changes. */
abstract class ForwardingStorage implements Storage {

    private final Storage delegate;

    ForwardingStorage(Storage delegate) {
        this.delegate = delegate;
    }

    @Override
    public String location() {
        return delegate.location();
    }

    @Override
    public PutResult putIfAbsent(StoragePath path, byte[] content) throws IOException {
        return delegate.putIfAbsent(path, content);
    }

    @Override
    public AppendFile create(StoragePath path) throws IOException {
        return delegate.create(path);
    }

    @Override
    public long seal(StoragePath path) throws IOException {
        return delegate.seal(path);
    }

    @Override
    public byte[] read(StoragePath path) throws IOException {
        return delegate.read(path);
    }

    @Override
    public ReadFile open(StoragePath path) throws IOException {
        return delegate.open(path);
    }

    @Override
    public List<FileInfo> list(StoragePath directory) throws IOException {
        return delegate.list(directory);
    }

    @Override
    public boolean delete(StoragePath path) throws IOException {
        return delegate.delete(path);
    }

    @Override
    public void close() throws IOException {
        delegate.close();
    }
}
