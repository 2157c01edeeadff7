package io.durastream.ha;

import java.nio.file.Path;

/**
 * A file with keys or certificates, of any type that ZooKeeper knows by its ending: {@code .jks}, {@code .p12}, {@code .pem}.
 *
 * @param file where it is on this machine
 * @param password of the file
 */
public record KeyStoreFile(Path file, Secret password) {}
