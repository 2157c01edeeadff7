package io.durastream.statestore;

import io.durastream.storage.DamagedFileException;
import io.durastream.storage.ReadFile;
import io.durastream.storage.Storage;
import io.durastream.storage.Storage.PutResult;
import io.durastream.storage.StoragePath;
import io.durastream.storage.frame.Frame;
import io.durastream.storage.frame.FrameReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shapes of a checkpoint directory, one tiny file each, named by content: {@code shapes/<id>}. Put before the first
 * commit whose bytes mention them, by whoever writes such a class first; never deleted, so a writer of an earlier epoch can
 * do no harm. A process reads and writes each at most once.
 */
final class StoredShapes implements Shapes {

    private final Storage storage;
    private final StoragePath directory;
    /** What this process has put or read. */
    private final Map<Integer, Shape> known = new ConcurrentHashMap<>();

    StoredShapes(Storage storage, StoragePath directory) {
        this.storage = storage;
        this.directory = directory;
    }

    @Override
    public void keep(int id, Shape shape) {
        Shape there = known.get(id);
        if (there == null) {
            there = put(file(id), shape);
            known.put(id, there);
        }
        if (!there.equals(shape)) {
            throw new IncompatibleStateException("The shapes of two classes have the same id " + Integer.toHexString(id)
                    + ": " + there + " and " + shape + ". Rename a field of one of them");
        }
    }

    @Override
    public Shape get(int id) {
        return known.computeIfAbsent(id, unknown -> find(id));
    }

    private Shape find(int id) {
        StoragePath file = file(id);
        try {
            Shape shape = read(file)
                    .orElseThrow(
                            () -> new IncompatibleStateException(
                                    "State was written with a class whose description is lost: " + storage.location()
                                            + "/" + file
                                            + " is missing. Put it back from a copy of the checkpoint directory, start with all"
                                            + " classes as they were when the state was written, or drop the operator's state"));
            if (shape.id() != id) {
                throw new DamagedFileException(
                        file.value(), Frame.HEADER_BYTES, "expected a shape of that name, found that of " + shape);
            }
            return shape;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read how a class was written: " + e.getMessage(), e);
        }
    }

    /** Those of one operator's keys. */
    Shapes ofKeys(String operator) {
        return new OfKeys(directory.resolve("keys").resolve(operator));
    }

    private StoragePath file(int id) {
        return directory.resolve(hex(id));
    }

    private static String hex(int number) {
        return HexFormat.of().toHexDigits(number);
    }

    /** {@return what the file has, from now on: the shape, or another's that was there before} */
    private Shape put(StoragePath file, Shape shape) {
        try {
            Optional<Shape> there = read(file);
            if (there.isPresent()) {
                return there.get();
            }
            byte[] content = Frame.encode(FrameTypes.SHAPE, shape.encode()).array();
            return storage.putIfAbsent(file, content) == PutResult.CREATED
                    ? shape
                    : read(file).orElseThrow(() -> new IOException(file + " was there, and now is not"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write down how " + shape.className() + " is written", e);
        }
    }

    private Optional<Shape> read(StoragePath path) throws IOException {
        try (ReadFile file = storage.open(path)) {
            FrameReader frames = new FrameReader(file, path.value(), 0, Long.MAX_VALUE);
            if (frames.next() instanceof FrameReader.Read read
                    && read.frame().type() == FrameTypes.SHAPE
                    && frames.next() instanceof FrameReader.End) {
                return Optional.of(Shape.decode(read.frame().payload().duplicate()));
            }
            throw new DamagedFileException(
                    path.value(), frames.position(), "expected exactly one whole frame, the shape of a class");
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new DamagedFileException(path.value(), Frame.HEADER_BYTES, "expected the shape of a class: " + e);
        }
    }

    /**
     * Keys are found by their bytes, so a class in an operator's keys keeps the shape that it had at first: with another one
     * every key would be new, and what was known of it forgotten without a word. {@code keys/<operator>/<class>} has it; the
     * name is from a digest of the class's.
     */
    private final class OfKeys implements Shapes {

        private final StoragePath pins;
        private final Map<String, Shape> pinned = new ConcurrentHashMap<>();

        OfKeys(StoragePath pins) {
            this.pins = pins;
        }

        @Override
        public void keep(int id, Shape shape) {
            StoredShapes.this.keep(id, shape);
            Shape first = pinned.get(shape.className());
            if (first == null) {
                first = put(pins.resolve(hex(new Shape(Shape.Kind.OTHER, shape.className(), List.of()).id())), shape);
                pinned.put(shape.className(), first);
            }
            if (!first.equals(shape)) {
                throw new IncompatibleStateException(
                        "Keys of operator '" + pins.name() + "' were written as " + first
                                + ", and now are " + shape
                                + ". The class of a key cannot change, because keys are found by their bytes."
                                + " Start with the class as it was, or give the operator another uid and drop the state of this one");
            }
        }

        @Override
        public Shape get(int id) {
            return StoredShapes.this.get(id);
        }
    }
}
