/** Tests of the stateless operators as RDDs, on Spark. */
@NullMarked
package io.durastream.runtime.operator;

import org.jspecify.annotations.NullMarked;
