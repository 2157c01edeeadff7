/** The smallest interval between batches that contenders hold. */
@NullMarked
package io.durastream.bench.interval;

import org.jspecify.annotations.NullMarked;
