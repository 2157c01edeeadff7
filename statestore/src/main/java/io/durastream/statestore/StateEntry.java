package io.durastream.statestore;

/** A key and its value. */
public record StateEntry<K, V>(K key, V value) {}
