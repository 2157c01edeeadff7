/** The processes of an application under test and of what it needs, as faults find them. */
@NullMarked
package io.durastream.chaos.stage;

import org.jspecify.annotations.NullMarked;
