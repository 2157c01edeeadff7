/** What must come out, computed without any code of the system under test, and the comparison with what did. */
@NullMarked
package io.durastream.chaos.oracle;

import org.jspecify.annotations.NullMarked;
