/** Applications under {@code durastream ha}, seen as hosts that fail. */
@NullMarked
package io.durastream.chaos.ha;

import org.jspecify.annotations.NullMarked;
