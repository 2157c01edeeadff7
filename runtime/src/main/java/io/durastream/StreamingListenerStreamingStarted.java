package io.durastream;

/**
 * The context was started.
 *
 * @param time when, in milliseconds since 1970
 */
public record StreamingListenerStreamingStarted(long time) {}
