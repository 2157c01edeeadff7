/** Running counts by key, as an application of each contender, and how fast they are. */
@NullMarked
package io.durastream.bench.state;

import org.jspecify.annotations.NullMarked;
