package io.durastream.storage.sim;

import io.durastream.storage.AppendFile;
import io.durastream.storage.FileInfo;
import io.durastream.storage.ReadFile;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The effects of a client's operations on the disk, without hooks and crashes. */
final class DiskStorage implements Storage {

    private final SimulatedDisk disk;

    DiskStorage(SimulatedDisk disk) {
        this.disk = disk;
    }

    @Override
    public String location() {
        return "sim:";
    }

    @Override
    public PutResult putIfAbsent(StoragePath path, byte[] content) throws IOException {
        return disk.putIfAbsent(path, content) ? PutResult.CREATED : PutResult.EXISTS;
    }

    @Override
    public AppendFile create(StoragePath path) throws IOException {
        return disk.create(path);
    }

    @Override
    public long seal(StoragePath path) throws IOException {
        return disk.seal(path);
    }

    @Override
    public byte[] read(StoragePath path) throws IOException {
        return disk.content(path);
    }

    @Override
    public ReadFile open(StoragePath path) throws IOException {
        disk.find(path);
        return new OpenFile(path);
    }

    @Override
    public List<FileInfo> list(StoragePath directory) {
        return disk.list(directory);
    }

    @Override
    public boolean delete(StoragePath path) {
        return disk.delete(path);
    }

    @Override
    public void close() {}

    /** Looks the file up at every read, so that reading a deleted file fails, as it does sooner or later on HDFS. */
    private final class OpenFile implements ReadFile {

        private final StoragePath path;

        OpenFile(StoragePath path) {
            this.path = path;
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            synchronized (disk) {
                return disk.find(path).read(position, target);
            }
        }

        @Override
        public long length() throws IOException {
            synchronized (disk) {
                return disk.find(path).length();
            }
        }

        @Override
        public void close() {}
    }
}
