package io.durastream.checkpoint;

/** The frame types of this module, 1 to 15. */
final class FrameTypes {

    /** {@link EntryCodec}. */
    static final byte ENTRY = 1;
    /** {@link SnapshotCodec}. */
    static final byte SNAPSHOT = 2;
    /** {@link LogDirectory}. */
    static final byte COMPACTED = 3;
    /** {@link GraphFiles}. */
    static final byte GRAPH = 4;

    private FrameTypes() {}
}
