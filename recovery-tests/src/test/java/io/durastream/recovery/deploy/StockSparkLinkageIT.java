package io.durastream.recovery.deploy;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/**
 * All that Durastream's code calls is on the class path that an application has on a distribution of Spark, also where no test comes by. The
 * distribution's Hadoop, RocksDB and ZooKeeper are other versions than those that Durastream is compiled with.
 */
final class StockSparkLinkageIT {

    @Test
    void looksIntoTheSparkThatDurastreamIsCompiledWith() {
        String ours = Path.of(SparkConf.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .getFileName()
                .toString();
        assertTrue(Files.exists(StockSpark.home().directory().resolve("jars").resolve(ours)), ours);
    }

    @Test
    void findsAllThatDurastreamCalls() throws IOException {
        try (Stream<Path> spark = Files.list(StockSpark.home().directory().resolve("jars"))) {
            assertEquals(Set.of(), broken(Stream.concat(spark, StockSpark.durastreamJars().stream())));
        }
    }

    @Test
    void noticesThatTheDistributionIsMissing() throws IOException {
        Set<String> broken = broken(StockSpark.durastreamJars().stream());
        for (String library :
                List.of("org.apache.spark.", "org.apache.hadoop.", "org.rocksdb.", "org.apache.zookeeper.")) {
            assertTrue(broken.stream().anyMatch(call -> call.contains("<" + library)), library);
        }
    }

    /** The calls of Durastream's that would fail on a class path, in words. */
    private static Set<String> broken(Stream<Path> classPath) throws IOException {
        List<Location> durastream = StockSpark.durastreamJars().stream()
                .filter(jar -> jar.getFileName().toString().startsWith("durastream-"))
                .map(jar -> Location.of(URI.create("jar:" + jar.toUri() + "!/")))
                .toList();
        URL[] urls = classPath.map(StockSparkLinkageIT::url).toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            Linkage linkage = new Linkage(loader);
            return new ClassFileImporter()
                    .importLocations(durastream).stream()
                            .flatMap(type -> type.getAccessesFromSelf().stream())
                            .filter(linkage::isBroken)
                            .map(JavaAccess::getDescription)
                            .collect(toCollection(TreeSet::new));
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(jar + " has no URL", e);
        }
    }
}
