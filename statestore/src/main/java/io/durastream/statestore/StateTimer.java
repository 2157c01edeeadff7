package io.durastream.statestore;

/** A key and the time at which it falls due, in milliseconds. */
public record StateTimer<K>(K key, long millis) {}
