/** What was measured, kept as lines of JSON, and the tables that are made of it. */
@NullMarked
package io.durastream.bench.report;

import org.jspecify.annotations.NullMarked;
