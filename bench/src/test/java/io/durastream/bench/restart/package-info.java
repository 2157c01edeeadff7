/** How long contenders take to come back after kill -9. */
@NullMarked
package io.durastream.bench.restart;

import org.jspecify.annotations.NullMarked;
