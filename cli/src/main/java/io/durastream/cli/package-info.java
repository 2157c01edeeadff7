/** The command line of Durastream. */
@NullMarked
package io.durastream.cli;

import org.jspecify.annotations.NullMarked;
