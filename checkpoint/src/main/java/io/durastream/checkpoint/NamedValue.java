package io.durastream.checkpoint;

/** The value of a registered accumulator after a batch, in the accumulator's own encoding. */
public record NamedValue(String name, Bytes value) {}
