/** Measurements, taken on request: {@code mvn -pl bench -am verify -Ddurastream.measure=true …}. */
@NullMarked
package io.durastream.bench;

import org.jspecify.annotations.NullMarked;
