package io.durastream.wal;

import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.Storages;
import io.durastream.storage.hdfs.HdfsCluster;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

final class HdfsSegmentedLogIT extends SegmentedLogContract {

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

    @Override
    @BeforeEach
    void open() throws IOException {
        tests++;
        super.open();
    }

    @Override
    Storage openStorage() throws IOException {
        return Storages.open(cluster.uri("/wal-" + tests), cluster.conf(), Clock.system());
    }
}
