package io.durastream.storage.probe;

import io.durastream.storage.AppendFile;
import io.durastream.storage.FileInfo;
import io.durastream.storage.ReadFile;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A storage to break one thing in. */
abstract class ForwardingStorage implements Storage {

    final Storage sound;

    ForwardingStorage(Storage sound) {
        this.sound = sound;
    }

    @Override
    public String location() {
        return "broken:/";
    }

    @Override
    public PutResult putIfAbsent(StoragePath path, byte[] content) throws IOException {
        return sound.putIfAbsent(path, content);
    }

    @Override
    public AppendFile create(StoragePath path) throws IOException {
        return sound.create(path);
    }

    @Override
    public long seal(StoragePath path) throws IOException {
        return sound.seal(path);
    }

    @Override
    public ReadFile open(StoragePath path) throws IOException {
        return sound.open(path);
    }

    @Override
    public List<FileInfo> list(StoragePath directory) throws IOException {
        return sound.list(directory);
    }

    @Override
    public boolean delete(StoragePath path) throws IOException {
        return sound.delete(path);
    }

    @Override
    public void close() throws IOException {
        sound.close();
    }

    /** A file to break one thing in. */
    static class ForwardingFile implements AppendFile {

        final AppendFile file;

        ForwardingFile(AppendFile file) {
            this.file = file;
        }

        @Override
        public void append(ByteBuffer bytes) throws IOException {
            file.append(bytes);
        }

        @Override
        public void flush() throws IOException {
            file.flush();
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
}
