/** {@code durastream migrate}: the sources of a Spark Streaming application become those of a Durastream one. */
@NullMarked
package io.durastream.cli.migrate;

import org.jspecify.annotations.NullMarked;
