package io.durastream.storage.hdfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.AppendFile;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.StorageContract;
import io.durastream.storage.StorageOptions;
import io.durastream.storage.StoragePath;
import io.durastream.storage.Storages;
import io.durastream.storage.SyncMode;
import io.durastream.storage.probe.ContractProbe;
import io.durastream.storage.sim.SimulatedClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HdfsStorageIT extends StorageContract {

    private static HdfsCluster cluster;
    private static int tests;

    @BeforeAll
    static void startCluster() throws IOException {
        cluster = HdfsCluster.start(3);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void takeNewTree() {
        tests++;
    }

    @Override
    protected Storage openStorage() throws IOException {
        return Storages.open(tree(), cluster.conf(), Clock.system());
    }

    @Test
    void putsLeaveNoTemporaryFiles() throws IOException {
        try (Storage storage = openStorage()) {
            for (int i = 0; i < 3; i++) {
                storage.putIfAbsent(path("a/b"), new byte[] {1});
            }
        }
        assertEquals(0, fileSystem().listStatus(temporary()).length);
    }

    @Test
    void removesOldTemporaryFilesAtOpen() throws IOException {
        FileSystem hdfs = fileSystem();
        Path old = new Path(temporary(), "put-old");
        Path young = new Path(temporary(), "put-young");
        hdfs.create(old).close();
        hdfs.create(young).close();
        hdfs.setTimes(old, Clock.system().wallMillis() - 3_700_000, -1);
        openStorage().close();
        assertFalse(hdfs.exists(old));
        assertTrue(hdfs.exists(young));
    }

    @Test
    void sealingGivesUpAfterItsTimeOutAndCanBeRepeated() throws IOException {
        try (Storage impatient = Storages.open(tree(), cluster.conf(), new SimulatedClock(0));
                Storage patient = openStorage()) {
            AppendFile file = impatient.create(path("log/1"));
            file.append(ByteBuffer.wrap(new byte[7]));
            file.flush();
            IOException gaveUp = assertThrows(IOException.class, () -> impatient.seal(path("log/1")));
            assertTrue(gaveUp.toString().contains("has not recovered the lease"), gaveUp.toString());
            assertEquals(7, patient.seal(path("log/1")));
            file.abandon();
        }
    }

    @Test
    void passesTheProbe() throws IOException {
        try (Storage storage = openStorage()) {
            ContractProbe.check(storage);
            ContractProbe.check(storage);
            assertEquals(1, storage.list(path("probe")).size());
        }
    }

    @Test
    void syncModeSyncs() throws IOException {
        StorageOptions options = new StorageOptions(SyncMode.SYNC, SyncMode.SYNC, Duration.ofMinutes(1));
        try (Storage storage = Storages.open(tree(), cluster.conf(), Clock.system(), options)) {
            storage.putIfAbsent(path("a/b"), new byte[] {1});
            try (AppendFile file = storage.create(path("a/c"))) {
                file.append(ByteBuffer.wrap(new byte[7]));
                file.flush();
                assertEquals(7, storage.read(path("a/c")).length);
            }
            assertEquals(7, storage.read(path("a/c")).length);
        }
    }

    @Test
    void aPathWithoutSchemeIsOnTheDefaultFileSystem() throws IOException {
        try (Storage storage = Storages.open("/contract-" + tests, cluster.conf(), Clock.system())) {
            assertEquals(tree(), storage.location());
        }
    }

    private static StoragePath path(String value) {
        return StoragePath.of(value);
    }

    private static String tree() {
        return cluster.uri("/contract-" + tests);
    }

    private static Path temporary() {
        return new Path(tree(), ".tmp");
    }

    private static FileSystem fileSystem() throws IOException {
        return cluster.cluster().getFileSystem();
    }
}
