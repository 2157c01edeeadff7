package io.durastream.checkpoint;

final class LogDirectory {
    private LogDirectory() {}
}
