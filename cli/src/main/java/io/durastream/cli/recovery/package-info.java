/** {@code durastream recovery}: the recovery ledger of an application, read from its checkpoint directory. */
@NullMarked
package io.durastream.cli.recovery;

import org.jspecify.annotations.NullMarked;
