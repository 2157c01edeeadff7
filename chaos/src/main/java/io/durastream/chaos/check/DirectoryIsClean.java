package io.durastream.chaos.check;

import java.util.ArrayList;
import java.util.List;

/** Everything that the batch log refers to can be read, and nothing else is kept for long. */
final class DirectoryIsClean implements Checker {

    @Override
    public String name() {
        return "directory is clean";
    }

    @Override
    public Finding check(Evidence evidence) {
        DirectoryAudit audit = evidence.directory();
        if (audit.files() == 0 && audit.damage().isEmpty()) {
            return Finding.unknown(name(), "the batch log refers to nothing");
        }
        List<String> problems = new ArrayList<>(audit.damage());
        audit.leftovers().forEach(file -> problems.add("nothing refers to " + file));
        return Finding.of(
                name(), audit.files() + " files read, " + audit.leftovers().size() + " left over", problems);
    }
}
