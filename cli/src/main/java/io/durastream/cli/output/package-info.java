/** How commands show what they found: as tables for people, as JSON for programs. */
@NullMarked
package io.durastream.cli.output;

import org.jspecify.annotations.NullMarked;
