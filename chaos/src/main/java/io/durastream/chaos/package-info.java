/** Workloads with a known outcome, the faults that hit them, and the verdicts on what came out. */
@NullMarked
package io.durastream.chaos;

import org.jspecify.annotations.NullMarked;
