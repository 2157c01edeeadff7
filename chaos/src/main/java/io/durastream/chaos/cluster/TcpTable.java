package io.durastream.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The TCP connections of this machine, from {@code /proc/net/tcp} and {@code tcp6} of Linux. */
final class TcpTable {

    private static final int REMOTE_ADDRESS = 2;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final String ESTABLISHED = "01";

    private TcpTable() {}

    /** The sockets with an established connection to a port, in the form of a file descriptor's link: {@code socket:[inode]}. */
    static Set<String> connectionsTo(int port) {
        return Stream.of("tcp", "tcp6")
                .flatMap(table -> rows(Path.of("/proc/net", table)).stream())
                .filter(row -> row[STATE].equals(ESTABLISHED) && portOf(row[REMOTE_ADDRESS]) == port)
                .map(row -> "socket:[" + row[INODE] + "]")
                .collect(Collectors.toSet());
    }

    private static List<String[]> rows(Path table) {
        try {
            return Files.readAllLines(table).stream()
                    .skip(1)
                    .map(line -> line.strip().split("\\s+"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(table + " cannot be read; this needs Linux", e);
        }
    }

    private static int portOf(String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
    }
}
