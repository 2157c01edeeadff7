package io.durastream.checkpoint;

final class EntryCodec {
    private EntryCodec() {}
}
