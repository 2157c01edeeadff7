/** What a streaming application imports: contexts, streams, receivers, state, times and listeners. */
@NullMarked
package io.durastream;

import org.jspecify.annotations.NullMarked;
