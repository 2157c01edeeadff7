/** Deployments as users make them, on the class path of a stock distribution of Spark. */
@NullMarked
package io.durastream.recovery.deploy;

import org.jspecify.annotations.NullMarked;
