/** What applications under test put down about each execution of each output, and how it is read back. */
@NullMarked
package io.durastream.chaos.ledger;

import org.jspecify.annotations.NullMarked;
