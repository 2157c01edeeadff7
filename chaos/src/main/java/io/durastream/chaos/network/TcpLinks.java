package io.durastream.chaos.network;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Wires from one client to all servers of a service, cut and mended together: to that client the service is gone. Any thread. */
public final class TcpLinks implements Closeable {

    private final List<TcpLink> links;

    private TcpLinks(List<TcpLink> links) {
        this.links = List.copyOf(links);
    }

    /** Wires that begin at free ports, see {@link TcpLink#to}. */
    public static TcpLinks to(List<String> servers) throws IOException {
        return new TcpLinks(lay(servers, TcpLink::to));
    }

    /** Wires that begin at the servers' ports of another address, see {@link TcpLink#from}. */
    public static TcpLinks from(String address, List<String> servers) throws IOException {
        return new TcpLinks(lay(servers, server -> TcpLink.from(address, server)));
    }

    private interface Laying {
        TcpLink lay(String server) throws IOException;
    }

    private static List<TcpLink> lay(List<String> servers, Laying laying) throws IOException {
        List<TcpLink> links = new ArrayList<>();
        try {
            for (String server : servers) {
                links.add(laying.lay(server));
            }
            return links;
        } catch (IOException e) {
            new TcpLinks(links).close();
            throw e;
        }
    }

    /** Where the client connects: {@code host:port,host:port}. */
    public String addresses() {
        return links.stream().map(TcpLink::address).collect(Collectors.joining(","));
    }

    /** Breaks all connections, and new ones as soon as they are made. */
    public void cut() throws IOException {
        for (TcpLink link : links) {
            link.cut();
        }
    }

    /** New connections reach the servers again. */
    public void mend() {
        links.forEach(TcpLink::mend);
    }

    @Override
    public void close() throws IOException {
        for (TcpLink link : links) {
            link.close();
        }
    }
}
