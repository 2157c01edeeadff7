package io.durastream.storage.sim;

import io.durastream.storage.AppendFile;
import io.durastream.storage.fault.HookedStorage;
import io.durastream.storage.fault.Operation;
import io.durastream.storage.fault.SimulatedCrash;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A {@link SimulatedDisk} as one simulated process sees it. */
public final class SimulatedStorage extends HookedStorage {

    private final SimulatedDisk disk;
    private final Collection<AppendFile> openFiles = new ConcurrentLinkedQueue<>();
    // Set by whoever crashes the client, read by the client's threads.
    private volatile boolean crashed;

    SimulatedStorage(SimulatedDisk disk, String name) {
        super(new DiskStorage(disk), name);
        this.disk = disk;
    }

    /** Whether the process has crashed. */
    public boolean crashed() {
        return crashed;
    }

    /** Ends the process in good order; its open files are left to whoever seals them. */
    @Override
    public void close() throws IOException {
        failIfCrashed();
        disk.forget(this);
    }

    @Override
    protected void before(Operation operation) throws IOException {
        failIfCrashed();
        disk.hook().before(operation);
        failIfCrashed();
    }

    @Override
    protected void after(Operation operation) throws IOException {
        failIfCrashed();
        disk.hook().after(operation);
        failIfCrashed();
    }

    @Override
    protected void delayed(Operation operation, Effect<?> effect) {
        switch (operation.kind()) {
            case PUT_IF_ABSENT, SEAL, DELETE -> disk.delay(effect::happen);
            default -> throw new IllegalArgumentException("Cannot be delayed: " + operation);
        }
    }

    @Override
    protected void opened(AppendFile file) {
        openFiles.add(file);
    }

    void die() {
        crashed = true;
        openFiles.forEach(AppendFile::abandon);
        openFiles.clear();
    }

    private void failIfCrashed() {
        if (crashed) {
            throw new SimulatedCrash("Client " + client() + " has crashed");
        }
    }
}
