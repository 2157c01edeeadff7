/** What outputs of the API need beyond Spark's own. */
@NullMarked
package io.durastream.runtime.output;

import org.jspecify.annotations.NullMarked;
