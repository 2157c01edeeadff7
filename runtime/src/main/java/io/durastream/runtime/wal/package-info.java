/**
 * The logs behind {@link io.durastream.WriteAheadLogUtils}, for code of applications. The runtime's own data does not
 * pass through here.
 */
@NullMarked
package io.durastream.runtime.wal;

import org.jspecify.annotations.NullMarked;
