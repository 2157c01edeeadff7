package io.durastream.runtime.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.runtime.recovery.RecoveredConf.Difference;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class RecoveredConfTest {

    @Test
    void takesTheApplicationsKeysFromTheCheckpoint() {
        RecoveredConf conf =
                RecoveredConf.of(Map.of("spark.app.name", "counts", "spark.default.parallelism", "4"), Map.of());

        assertEquals(Map.of("spark.app.name", "counts", "spark.default.parallelism", "4"), conf.entries());
        assertEquals(List.of(), conf.differences());
    }

    @Test
    void takesTheMachinesKeysFromTheNewProcessWhereItSetsThem() {
        RecoveredConf conf = RecoveredConf.of(
                Map.of("spark.master", "spark://old:7077", "spark.executor.memory", "1g"),
                Map.of("spark.master", "spark://new:7077", "durastream.recovery.drop", "counts"));

        assertEquals(
                Map.of(
                        "spark.master", "spark://new:7077",
                        "spark.executor.memory", "1g",
                        "durastream.recovery.drop", "counts"),
                conf.entries());
        assertEquals(List.of(), conf.differences());
    }

    @Test
    void neverTakesAddressesFromTheCheckpoint() {
        Map<String, String> old =
                Map.of("spark.driver.host", "old", "spark.driver.port", "4711", "spark.app.id", "app-1");

        assertEquals(Map.of(), RecoveredConf.of(old, Map.of()).entries());
        assertEquals(
                Map.of("spark.driver.host", "new"),
                RecoveredConf.of(old, Map.of("spark.driver.host", "new")).entries());
    }

    @Test
    void reportsWhatTheNewProcessAskedForInVain() {
        RecoveredConf conf = RecoveredConf.of(
                Map.of("spark.app.name", "counts", "spark.streaming.blockInterval", "200ms"),
                Map.of("spark.app.name", "counts", "spark.streaming.blockInterval", "50ms", "spark.cleaner.x", "1"));

        assertEquals(Map.of("spark.app.name", "counts", "spark.streaming.blockInterval", "200ms"), conf.entries());
        assertEquals(
                List.of(
                        new Difference("spark.cleaner.x", null, "1"),
                        new Difference("spark.streaming.blockInterval", "200ms", "50ms")),
                conf.differences());
    }

    @Test
    void neverSavesSecrets() {
        SparkConf conf = new SparkConf(false)
                .set("spark.app.name", "TokenCounter")
                .set("spark.hadoop.fs.s3a.secret.key", "x")
                .set("spark.ssl.keyStorePassword", "x")
                .set("spark.hadoop.fs.s3a.access.key", "x")
                .set("spark.executorEnv.AWS_ACCESS_KEY_ID", "x")
                .set("spark.executor.extraJavaOptions", "-Djavax.net.ssl.keyStorePassword=x")
                .set("spark.driver.extraJavaOptions", "-Xss4m")
                .set("spark.driver.port", "4711");

        assertEquals(
                Map.of("spark.app.name", "TokenCounter", "spark.driver.extraJavaOptions", "-Xss4m"),
                RecoveredConf.toSave(conf));
    }

    @Test
    void takesSecretsFromTheNewProcess() {
        RecoveredConf conf = RecoveredConf.of(Map.of(), Map.of("spark.ssl.keyPassword", "x"));

        assertEquals(Map.of("spark.ssl.keyPassword", "x"), conf.entries());
        assertEquals(List.of(), conf.differences());
        assertEquals("x", conf.toSparkConf().get("spark.ssl.keyPassword"));
    }
}
