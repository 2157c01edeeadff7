package io.durastream.recovery.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What happens to a file. */
enum Damage {
    FLIP_FIRST {
        @Override
        void to(Path file, long from, long end) throws IOException {
            flip(file, from);
        }
    },
    FLIP_MIDDLE {
        @Override
        void to(Path file, long from, long end) throws IOException {
            flip(file, (from + end) / 2);
        }
    },
    FLIP_LAST {
        @Override
        void to(Path file, long from, long end) throws IOException {
            flip(file, end - 1);
        }
    },
    CUT_ALL {
        @Override
        void to(Path file, long from, long end) throws IOException {
            cut(file, from);
        }
    },
    CUT_HALF {
        @Override
        void to(Path file, long from, long end) throws IOException {
            cut(file, (from + end) / 2);
        }
    },
    CUT_LAST {
        @Override
        void to(Path file, long from, long end) throws IOException {
            cut(file, end - 1);
        }
    };

    /** Damages the bytes of a file from {@code from} to {@code end}, exclusive, which count. */
    abstract void to(Path file, long from, long end) throws IOException;

    boolean isCut() {
        return this == CUT_ALL || this == CUT_HALF || this == CUT_LAST;
    }

    private static void flip(Path file, long offset) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[Math.toIntExact(offset)] ^= 0x55;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(content, Math.toIntExact(offset), 1), offset);
        }
    }

    private static void cut(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }
}
