/** Checks at start that a file system keeps what the port promises. */
@NullMarked
package io.durastream.storage.probe;

import org.jspecify.annotations.NullMarked;
