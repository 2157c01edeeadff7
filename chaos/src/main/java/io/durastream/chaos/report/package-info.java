/** What a run leaves behind for people and for programs. */
@NullMarked
package io.durastream.chaos.report;

import org.jspecify.annotations.NullMarked;
