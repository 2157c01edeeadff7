package io.durastream.statestore;

import io.durastream.storage.Epoch;

/**
 * The process that a {@link StateStore} works for.
 *
 * @param epoch the driver's term
 * @param instance names this process in file names, unique among all processes of the epoch: letters, digits and
 *     {@code . _ = -}
 * @param location where tasks should run that want the live state; copied into every {@link StateRef}, not interpreted
 */
public record StateOwner(Epoch epoch, String instance, String location) {}
