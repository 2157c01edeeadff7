package io.durastream.storage.hdfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.AppendFile;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.Storages;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

/** A DataNode dies under an open file. */
final class HdfsDataNodeLossIT {

    private static final StoragePath LOG = StoragePath.of("log/1");

    @Test
    void acknowledgedBytesSurviveADataNodeAndTheFileCanBeSealed() throws IOException {
        try (HdfsCluster cluster = HdfsCluster.start(4);
                Storage writing = Storages.open(cluster.uri("/loss"), cluster.conf(), Clock.system());
                Storage sealing = Storages.open(cluster.uri("/loss"), cluster.conf(), Clock.system())) {
            AppendFile file = writing.create(LOG);
            write(file, 1);
            String inPipeline = cluster.cluster()
                    .getFileSystem()
                    .getFileBlockLocations(new Path(cluster.uri("/loss/log/1")), 0, 1)[0]
                    .getNames()[0];
            cluster.cluster().stopDataNode(inPipeline);
            write(file, 2);
            write(file, 3);
            long length = sealing.seal(LOG);
            assertTrue(length >= 24, "sealed at " + length);
            ByteBuffer content = ByteBuffer.wrap(sealing.read(LOG));
            for (long number = 1; number <= 3; number++) {
                assertEquals(number, content.getLong());
            }
            file.abandon();
        }
    }

    private static void write(AppendFile file, long number) throws IOException {
        file.append(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
        file.flush();
    }
}
