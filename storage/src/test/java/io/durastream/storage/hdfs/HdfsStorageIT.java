package io.durastream.storage.hdfs;

import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.StorageContract;
import io.durastream.storage.Storages;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

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
        return Storages.open(cluster.uri("/contract-" + tests), cluster.conf(), Clock.system());
    }
}
