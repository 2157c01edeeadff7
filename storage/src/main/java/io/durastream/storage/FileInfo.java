package io.durastream.storage;

/** A file as a listing shows it: its path and its length in bytes. */
public record FileInfo(StoragePath path, long length) {}
