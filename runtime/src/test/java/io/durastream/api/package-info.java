/** Applications as their users write them, outside of Durastream's own packages. */
@NullMarked
package io.durastream.api;

import org.jspecify.annotations.NullMarked;
