package io.durastream.bench.process;

/** Files that appeared, and bytes by which files grew. */
public record Written(long files, long bytes) {

    static final Written NOTHING = new Written(0, 0);

    Written plus(Written more) {
        return new Written(files + more.files, bytes + more.bytes);
    }

    Written minus(Written less) {
        return new Written(files - less.files, bytes - less.bytes);
    }
}
