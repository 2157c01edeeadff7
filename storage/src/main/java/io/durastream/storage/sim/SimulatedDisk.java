package io.durastream.storage.sim;

import io.durastream.storage.FileInfo;
import io.durastream.storage.StoragePath;
import io.durastream.storage.fault.OperationHook;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The durable truth that many simulated processes share. What a writer did not flush is in its process, and is lost when
 * the process crashes; by seeded choice any prefix of it reached the disk before, also when its file is sealed or
 * abandoned. All other operations are atomic and take effect at once.
 *
 * <p>Everything is decided by the seed and the order of the operations. There are no threads and no real files; threads
 * of a test may share the disk, and a hook decides which of them goes on.
 */
public final class SimulatedDisk {

    private final SplittableRandom random;
    private final boolean tearing;
    private final TreeMap<String, SimulatedFile> files = new TreeMap<>();
    private final Map<String, SimulatedStorage> clients = new HashMap<>();
    private final List<Request> delayed = new ArrayList<>();
    // Set by the test, read by the clients' threads.
    private volatile OperationHook hook = OperationHook.NONE;

    /** A disk on which bytes that were not flushed may survive, as the seed decides. */
    public SimulatedDisk(long seed) {
        this(seed, true);
    }

    private SimulatedDisk(long seed, boolean tearing) {
        this.random = new SplittableRandom(seed);
        this.tearing = tearing;
    }

    /** A disk on which every byte that was not flushed is lost. */
    public static SimulatedDisk withoutTearing() {
        return new SimulatedDisk(0, false);
    }

    /** Calls {@code hook} around every operation of every client from now on. */
    public void hook(OperationHook hook) {
        this.hook = hook;
    }

    /**
     * The disk as a new process sees it.
     *
     * @param name the name of the process in {@code Operation}s; a process of that name must have crashed or closed its
     *     storage before
     */
    public synchronized SimulatedStorage client(String name) {
        if (clients.containsKey(name)) {
            throw new IllegalStateException("Client " + name + " is alive; crash or close it first");
        }
        SimulatedStorage client = new SimulatedStorage(this, name);
        clients.put(name, client);
        return client;
    }

    /**
     * Kills the process: its unflushed bytes are gone but for the prefixes that had reached the disk, and every later
     * call of it throws a {@code SimulatedCrash}. Harmless when it is dead already.
     */
    public synchronized void crash(String name) {
        SimulatedStorage client = clients.remove(name);
        if (client != null) {
            client.die();
        }
    }

    /** How many operations, delayed by a {@code DelayedEffect} of the hook, did not arrive yet. */
    public synchronized int delayed() {
        return delayed.size();
    }

    /** Lets the delayed operation {@code index} take effect; nobody learns what became of it. */
    public synchronized void deliver(int index) {
        try {
            delayed.remove(index).arrive();
        } catch (IOException refused) {
            // The answer goes to a caller that does not wait any more.
        }
    }

    /** All files, with the lengths that are on the disk. */
    public synchronized List<FileInfo> files() {
        List<FileInfo> all = new ArrayList<>();
        files.values().forEach(file -> all.add(new FileInfo(file.path(), file.length())));
        return all;
    }

    /** What is on the disk of a file. */
    public synchronized byte[] content(StoragePath path) throws FileNotFoundException {
        return find(path).content();
    }

    /** Changes what is on the disk of a file behind everybody's back: damage. */
    public synchronized void damage(StoragePath path, UnaryOperator<byte[]> change) throws FileNotFoundException {
        SimulatedFile file = find(path);
        file.replace(change.apply(file.content()));
    }

    /** A request that is on its way. */
    interface Request {
        Object arrive() throws IOException;
    }

    synchronized void delay(Request request) {
        delayed.add(request);
    }

    OperationHook hook() {
        return hook;
    }

    synchronized void forget(SimulatedStorage client) {
        clients.remove(client.client(), client);
    }

    /** How many of {@code pending} bytes reach the disk when nobody waits for them. */
    int torn(int pending) {
        if (!tearing || pending == 0) {
            return 0;
        }
        return switch (random.nextInt(3)) {
            case 0 -> 0;
            case 1 -> pending;
            default -> random.nextInt(pending + 1);
        };
    }

    synchronized boolean putIfAbsent(StoragePath path, byte[] content) throws IOException {
        if (files.containsKey(path.value())) {
            return false;
        }
        add(path, new SimulatedFile(path, content));
        return true;
    }

    synchronized SimulatedWriter create(StoragePath path) throws IOException {
        if (files.containsKey(path.value())) {
            throw new FileAlreadyExistsException(path.value());
        }
        SimulatedFile file = new SimulatedFile(path, new byte[0]);
        add(path, file);
        SimulatedWriter writer = new SimulatedWriter(this, path, file);
        file.writer = writer;
        return writer;
    }

    synchronized long seal(StoragePath path) throws FileNotFoundException {
        SimulatedFile file = find(path);
        endWriter(file);
        return file.length();
    }

    synchronized boolean delete(StoragePath path) {
        SimulatedFile file = files.remove(path.value());
        if (file == null) {
            return false;
        }
        endWriter(file);
        return true;
    }

    synchronized List<FileInfo> list(StoragePath directory) {
        List<FileInfo> found = new ArrayList<>();
        String prefix = directory.value() + "/";
        for (Map.Entry<String, SimulatedFile> entry : files.tailMap(prefix).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            found.add(new FileInfo(entry.getValue().path(), entry.getValue().length()));
        }
        return found;
    }

    synchronized SimulatedFile find(StoragePath path) throws FileNotFoundException {
        SimulatedFile file = files.get(path.value());
        if (file == null) {
            throw new FileNotFoundException("No file " + path);
        }
        return file;
    }

    private static void endWriter(SimulatedFile file) {
        SimulatedWriter writer = file.writer;
        if (writer != null) {
            writer.tear();
            file.writer = null;
        }
    }

    private void add(StoragePath path, SimulatedFile file) throws IOException {
        failIfNameIsTakenByADirectory(path);
        failIfParentIsAFile(path);
        files.put(path.value(), file);
    }

    private void failIfNameIsTakenByADirectory(StoragePath path) throws IOException {
        String below = path.value() + "/";
        @Nullable String next = files.ceilingKey(below);
        if (next != null && next.startsWith(below)) {
            throw new IOException("Not a file but a directory: " + path);
        }
    }

    private void failIfParentIsAFile(StoragePath path) throws IOException {
        String value = path.value();
        for (int slash = value.indexOf('/'); slash >= 0; slash = value.indexOf('/', slash + 1)) {
            if (files.containsKey(value.substring(0, slash))) {
                throw new IOException("Not a directory but a file: " + value.substring(0, slash));
            }
        }
    }
}
