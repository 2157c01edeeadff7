/** Judges what a run left behind, one question a checker, without code of the system under test. */
@NullMarked
package io.durastream.chaos.check;

import org.jspecify.annotations.NullMarked;
