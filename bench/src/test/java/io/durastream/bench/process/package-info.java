/** Contenders in processes of their own, observed from outside: batches, files, CPU, memory. */
@NullMarked
package io.durastream.bench.process;

import org.jspecify.annotations.NullMarked;
