package io.durastream.checkpoint;

final class SnapshotCodec {
    private SnapshotCodec() {}
}
