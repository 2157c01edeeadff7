package io.durastream;

import org.jspecify.annotations.Nullable;

/**
 * One output operation of one batch, as far as it has come.
 *
 * @param batchTime the time of the batch
 * @param id counts from 0 within the batch, in the order of definition
 * @param name where the application defined it, in short: {@code foreachRDD at App.java:42}
 * @param description where the application defined it, at length: the stack
 * @param startTime in milliseconds since 1970, -1 before it began
 * @param endTime in milliseconds since 1970, -1 before it ended
 * @param failureReason the exception with its stack, or null when it did not fail
 */
public record OutputOperationInfo(
        Time batchTime,
        int id,
        String name,
        String description,
        long startTime,
        long endTime,
        @Nullable String failureReason) {}
