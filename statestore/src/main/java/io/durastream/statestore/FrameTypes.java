package io.durastream.statestore;

/** The types of this module's frames: 32 to 47. */
final class FrameTypes {

    /** The one frame of a {@link SnapshotManifest}. */
    static final byte SNAPSHOT_MANIFEST = 32;

    /** The one frame of a {@link Shape}. */
    static final byte SHAPE = 33;

    private FrameTypes() {}
}
