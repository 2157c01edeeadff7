/** How commands get at a checkpoint directory. */
@NullMarked
package io.durastream.cli.checkpoint;

import org.jspecify.annotations.NullMarked;
