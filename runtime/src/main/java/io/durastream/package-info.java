/**
 * What a streaming application imports: contexts, streams, receivers, state, times and listeners.
 *
 * @serial exclude
 */
@NullMarked
package io.durastream;

import org.jspecify.annotations.NullMarked;
