package io.durastream.runtime.recovery;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The kinds of configuration keys at a recovery. See {@link RecoveredConf}. */
final class ConfKeys {

    /** The default of {@code spark.redaction.regex}, and the access keys that environment variables are named after. */
    private static final Pattern SECRET = Pattern.compile("(?i)secret|password|token|access[._]?key");

    private static final Set<String> OF_PROCESS = Set.of(
            "spark.app.id",
            "spark.app.attempt.id",
            "spark.app.startTime",
            "spark.app.submitTime",
            "spark.app.initial.jar.urls",
            "spark.app.initial.file.urls",
            "spark.executor.id",
            "spark.driver.host",
            "spark.driver.bindAddress",
            "spark.driver.port",
            "spark.driver.appUIAddress",
            "spark.ui.port",
            "spark.ui.filters",
            "spark.blockManager.port",
            "spark.driver.blockManager.port",
            "spark.kubernetes.driver.pod.name",
            "spark.kubernetes.executor.podNamePrefix");

    private static final Set<String> OF_MACHINE = Set.of(
            "spark.master",
            "spark.home",
            "spark.jars",
            "spark.jars.packages",
            "spark.jars.ivy",
            "spark.files",
            "spark.archives",
            "spark.local.dir",
            "spark.deploy.mode",
            "spark.driver.memory",
            "spark.driver.memoryOverhead",
            "spark.driver.cores",
            "spark.driver.supervise",
            "spark.driver.extraClassPath",
            "spark.driver.extraLibraryPath",
            "spark.driver.extraJavaOptions",
            "spark.executor.memory",
            "spark.executor.memoryOverhead",
            "spark.executor.cores",
            "spark.executor.instances",
            "spark.executor.extraClassPath",
            "spark.executor.extraLibraryPath",
            "spark.executor.extraJavaOptions",
            "spark.cores.max",
            "durastream.state.localDirectory");

    private static final List<String> OF_MACHINE_PREFIXES = List.of(
            "spark.submit.",
            "spark.yarn.",
            "spark.kubernetes.",
            "spark.kerberos.",
            "spark.security.credentials.",
            "spark.ssl.",
            "spark.hadoop.",
            "spark.executorEnv.",
            "spark.org.apache.hadoop.yarn.server.webproxy.amfilter.",
            "durastream.recovery.",
            "durastream.standby.");

    private ConfKeys() {}

    /** Whether a checkpoint has this key: it is no secret, and means something in another process. */
    static boolean isSaved(String key) {
        return !SECRET.matcher(key).find() && !OF_PROCESS.contains(key) && !key.startsWith("durastream.recovery.");
    }

    /** Options of a JVM may have a secret in their midst. */
    static boolean hidesSecret(String key, String value) {
        return key.endsWith("JavaOptions") && SECRET.matcher(value).find();
    }

    /** Whether what the new process sets counts. */
    static boolean isOfNewProcess(String key) {
        return !isSaved(key)
                || OF_MACHINE.contains(key)
                || OF_MACHINE_PREFIXES.stream().anyMatch(key::startsWith);
    }
}
