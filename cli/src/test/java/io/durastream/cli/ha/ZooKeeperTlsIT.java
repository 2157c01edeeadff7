package io.durastream.cli.ha;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.feed.FeedText;
import io.durastream.chaos.feed.LineFeeder;
import io.durastream.chaos.process.JavaCommand;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.cli.Main;
import io.durastream.examples.WordCount;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code durastream ha} with a ZooKeeper that lets nobody in without a certificate. */
@Timeout(200)
final class ZooKeeperTlsIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String STORE_PASSWORD = "open-barley";
    private static final String USER_PASSWORD = "open-sesame";

    @TempDir
    private static Path serverHome;

    private static int port;
    private static JavaProcess server;

    @TempDir
    Path home;

    private final StringWriter said = new StringWriter();

    @BeforeAll
    static void startServer() throws Exception {
        for (String name : List.of("server", "client", "stranger")) {
            keyStore(name);
        }
        trust("server-trust", "client");
        trust("client-trust", "server");
        trust("stranger-trust", "stranger");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path configuration = Files.writeString(
                serverHome.resolve("zoo.cfg"),
                String.join(
                        "\n",
                        "tickTime=500",
                        "dataDir=" + serverHome.resolve("data"),
                        "secureClientPort=" + port,
                        "secureClientPortAddress=127.0.0.1",
                        "serverCnxnFactory=org.apache.zookeeper.server.NettyServerCnxnFactory",
                        "ssl.keyStore.location=" + store("server"),
                        "ssl.keyStore.password=" + STORE_PASSWORD,
                        "ssl.trustStore.location=" + store("server-trust"),
                        "ssl.trustStore.password=" + STORE_PASSWORD,
                        "ssl.clientAuth=need",
                        "ssl.clientHostnameVerification=false",
                        "admin.enableServer=false",
                        ""));
        JavaCommand command = JavaCommand.of("org.apache.zookeeper.server.ZooKeeperServerMain")
                .withArguments(configuration.toString())
                .withJvmOptions("-Xmx128m", "-XX:+UseSerialGC", "-Dzookeeper.jmx.log4j.disable=true")
                .withJvmOptions("-Dlog4j2.configurationFile=classpath:org/apache/spark/log4j2-defaults.properties");
        server = JavaProcess.start(command, serverHome.resolve("server.log"), Clock.system());
        server.await("listening", LIMIT, ZooKeeperTlsIT::isListening);
    }

    private static boolean isListening() {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private static Path store(String name) {
        return serverHome.resolve(name + ".p12");
    }

    private static void keyStore(String name) throws Exception {
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-keystore",
                store(name).toString());
        keytool(
                "-exportcert",
                "-alias",
                name,
                "-keystore",
                store(name).toString(),
                "-file",
                serverHome.resolve(name + ".crt").toString());
    }

    private static void trust(String store, String name) throws Exception {
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                name,
                "-file",
                serverHome.resolve(name + ".crt").toString(),
                "-keystore",
                store(store).toString());
    }

    private static void keytool(String... words) throws Exception {
        List<String> command = Stream.concat(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString()),
                        Stream.concat(
                                Stream.of(words), Stream.of("-storetype", "PKCS12", "-storepass", STORE_PASSWORD)))
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
        assertEquals(0, process.waitFor(), output);
    }

    private Path secrets(String trustStore, String keyStore) throws IOException {
        return Files.writeString(
                serverHome.resolve("secrets-" + trustStore + "-" + keyStore),
                String.join(
                        "\n",
                        "credentials=words:" + USER_PASSWORD,
                        "truststore=" + store(trustStore),
                        "truststore.password=" + STORE_PASSWORD,
                        "keystore=" + store(keyStore),
                        "keystore.password=" + STORE_PASSWORD));
    }

    private String[] options(Path secrets) {
        return new String[] {
            "--zookeeper", "127.0.0.1:" + port, "--zookeeper-secrets", secrets.toString(), "--checkpoint", checkpoint()
        };
    }

    private String checkpoint() {
        return home.resolve("checkpoint").toUri().toString();
    }

    private int status(Path secrets) {
        said.getBuffer().setLength(0);
        String[] words = Stream.concat(Stream.of("ha", "status"), Stream.of(options(secrets)))
                .toArray(String[]::new);
        PrintWriter out = new PrintWriter(said, true);
        return Main.commandLine().setOut(out).setErr(out).execute(words);
    }

    @Test
    void aCandidateLeadsAndItsSecretsAreNowhere() throws Exception {
        Path secrets = secrets("client-trust", "client");
        FeedText text = new FeedText(19, 400);
        try (LineFeeder feeder = LineFeeder.start(text, 200, 0, Clock.system());
                JavaProcess supervisor = supervisor(secrets, feeder)) {
            await().atMost(LIMIT).until(() -> feeder.progress().complete());
            assertEquals(0, status(secrets), said::toString);
            assertTrue(said.toString().contains("\nepoch     1 on "), said::toString);

            List<ProcessHandle> processes = Stream.concat(
                            ProcessHandle.of(supervisor.pid()).stream(),
                            ProcessHandle.of(supervisor.pid()).stream().flatMap(ProcessHandle::descendants))
                    .toList();
            assertEquals(2, processes.size());
            for (ProcessHandle process : processes) {
                assertNoSecretIn(Path.of("/proc/" + process.pid() + "/cmdline"));
                assertNoSecretIn(Path.of("/proc/" + process.pid() + "/environ"));
            }
            supervisor.terminate();
            assertEquals(128 + 15, supervisor.awaitExit(LIMIT), supervisor::tail);
        }
        try (Stream<Path> files = Files.walk(home)) {
            List<Path> written = files.filter(Files::isRegularFile).toList();
            assertTrue(written.stream().anyMatch(file -> file.startsWith(home.resolve("checkpoint/batches"))));
            assertTrue(written.stream()
                    .anyMatch(file -> file.getFileName().toString().startsWith("driver-")));
            for (Path file : written) {
                assertNoSecretIn(file);
            }
        }
    }

    private JavaProcess supervisor(Path secrets, LineFeeder feeder) throws IOException {
        Path jar = ApplicationJarTest.jar(home, WordCount.class.getName());
        String output = Files.createDirectories(home.resolve("output")).toString();
        JavaCommand command = JavaCommand.of("io.durastream.cli.Main")
                .withArguments("ha")
                .withArguments(options(secrets))
                .withArguments("--logs", home.resolve("logs").toString())
                .withArguments("--java-option=-Xmx512m", "--java-option=-XX:TieredStopAtLevel=1")
                .withArguments("--java-option=-Djava.io.tmpdir=" + home)
                .withArguments("--conf", "spark.ui.enabled=false", "--conf", "spark.local.dir=" + home)
                .withArguments(jar.toString())
                .withArguments(checkpoint(), "127.0.0.1", Integer.toString(feeder.port()), output, "500")
                .withJvmOptions("-Xmx128m", "-XX:+UseSerialGC")
                .withEnvironment("SPARK_LOCAL_IP", "127.0.0.1");
        return JavaProcess.start(command, home.resolve("supervisor.log"), Clock.system());
    }

    private static void assertNoSecretIn(Path file) throws IOException {
        String content = Files.readString(file, ISO_8859_1);
        assertFalse(content.contains(STORE_PASSWORD) || content.contains(USER_PASSWORD), file::toString);
    }

    @Test
    void aServerThatIsNotTrustedIsRefused() throws Exception {
        assertEquals(1, status(secrets("stranger-trust", "client")));
        assertTrue(said.toString().contains("TLS: "), said::toString);
        assertTrue(said.toString().contains("unable to find valid certification path"), said::toString);
        assertFalse(said.toString().contains(STORE_PASSWORD), said::toString);
    }

    @Test
    void whoHasNoCertificateIsRefused() throws Exception {
        Path secrets = Files.writeString(
                serverHome.resolve("secrets-no-key"),
                "truststore=" + store("client-trust") + "\ntruststore.password=" + STORE_PASSWORD);
        assertEquals(1, status(secrets));
        assertTrue(said.toString().contains("cannot be asked"), said::toString);
    }
}
