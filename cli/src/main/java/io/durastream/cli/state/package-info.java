/** {@code durastream state}: the keyed state of an application, read from its checkpoint directory. */
@NullMarked
package io.durastream.cli.state;

import org.jspecify.annotations.NullMarked;
