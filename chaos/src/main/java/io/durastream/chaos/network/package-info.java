/** Connections that can be cut and mended. */
@NullMarked
package io.durastream.chaos.network;

import org.jspecify.annotations.NullMarked;
