/** {@code durastream ha}: a candidate under a supervisor. */
@NullMarked
package io.durastream.cli.ha;

import org.jspecify.annotations.NullMarked;
