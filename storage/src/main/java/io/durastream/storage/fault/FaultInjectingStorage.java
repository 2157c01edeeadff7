package io.durastream.storage.fault;

import io.durastream.storage.AppendFile;
import io.durastream.storage.Storage;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Lets one operation of the storage that it decorates fail, as its {@link FaultPlan} says. After a crash the open files
 * of the decorated storage are abandoned, as a dead process leaves them.
 */
public final class FaultInjectingStorage extends HookedStorage {

    private final FaultPlan plan;
    private final Collection<AppendFile> openFiles = new ConcurrentLinkedQueue<>();

    /** Passes operations on as the plan allows. */
    public FaultInjectingStorage(Storage delegate, FaultPlan plan) {
        super(delegate, "client");
        this.plan = plan;
    }

    @Override
    protected void before(Operation operation) throws IOException {
        try {
            plan.before(operation);
        } finally {
            abandonIfCrashed();
        }
    }

    @Override
    protected void after(Operation operation) throws IOException {
        try {
            plan.after(operation);
        } finally {
            abandonIfCrashed();
        }
    }

    @Override
    protected void opened(AppendFile file) {
        openFiles.add(file);
    }

    private void abandonIfCrashed() {
        if (plan.crashed()) {
            openFiles.forEach(AppendFile::abandon);
            openFiles.clear();
        }
    }
}
