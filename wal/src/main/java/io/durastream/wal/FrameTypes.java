package io.durastream.wal;

/** The types of the frames in a log's files: 16 to 31 are the log's. */
final class FrameTypes {

    /** {@link SegmentHeader}: the first frame of each segment. */
    static final byte SEGMENT_HEADER = 16;
    /** One append: the payload as the caller gave it. */
    static final byte RECORD = 17;
    /** {@link Fences}: the only frame of a fence file. */
    static final byte FENCE = 18;
    /** {@link SealedEnd}: the only frame of a writer's {@code sealed} file. */
    static final byte SEALED_END = 19;

    private FrameTypes() {}
}
