package io.durastream;

/**
 * A receiver and how it fares.
 *
 * @param streamId the id of its input stream, counted from 0
 * @param name the simple name of its class, a dash, the stream's id: {@code SocketReceiver-0}
 * @param active whether it is at work
 * @param location the host it runs on
 * @param executorId the executor it runs on
 * @param lastErrorMessage what it reported last; empty before any error
 * @param lastError the stack trace that belongs to it; empty before any error
 * @param lastErrorTime when, in milliseconds since 1970; -1 before any error
 */
public record ReceiverInfo(
        int streamId,
        String name,
        boolean active,
        String location,
        String executorId,
        String lastErrorMessage,
        String lastError,
        long lastErrorTime) {}
