/** Keyed state between the streaming API and the state store. */
@NullMarked
package io.durastream.runtime.state;

import org.jspecify.annotations.NullMarked;
