package io.durastream.statestore;

import org.jspecify.annotations.Nullable;

/** The state that holds nothing. */
final class EmptySource implements Source {

    @Override
    public byte @Nullable [] get(byte[] key) {
        return null;
    }

    @Override
    public Cursor values() {
        return new EmptyCursor();
    }

    @Override
    public Cursor timers(long beforeMillis) {
        return new EmptyCursor();
    }

    @Override
    public void close() {}

    private static final class EmptyCursor implements Cursor {

        @Override
        public boolean isValid() {
            return false;
        }

        @Override
        public void next() {}

        @Override
        public byte[] key() {
            throw new IllegalStateException("An empty cursor has no row");
        }

        @Override
        public byte[] value() {
            throw new IllegalStateException("An empty cursor has no row");
        }

        @Override
        public long time() {
            throw new IllegalStateException("An empty cursor has no row");
        }

        @Override
        public void close() {}
    }
}
