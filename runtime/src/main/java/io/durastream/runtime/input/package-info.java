/** Where records come from: the inputs that are part of the runtime. */
@NullMarked
package io.durastream.runtime.input;

import org.jspecify.annotations.NullMarked;
