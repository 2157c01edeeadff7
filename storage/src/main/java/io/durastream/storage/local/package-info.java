/** The port on a local disk, with NIO and {@code fsync}; Hadoop's local file system does neither flush nor fence. */
@NullMarked
package io.durastream.storage.local;

import org.jspecify.annotations.NullMarked;
