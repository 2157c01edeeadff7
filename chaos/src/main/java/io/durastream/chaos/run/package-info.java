/** One run: an application is fed and struck, comes to rest, and is judged. */
@NullMarked
package io.durastream.chaos.run;

import org.jspecify.annotations.NullMarked;
