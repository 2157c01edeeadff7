package io.durastream.checkpoint;

/**
 * What one input gives to one batch.
 *
 * @param input the input operator
 * @param range the position range, in the input's own encoding
 * @param records how many records it holds, -1 when not known
 * @param description for people
 */
public record InputRange(OperatorId input, Bytes range, long records, String description) {}
