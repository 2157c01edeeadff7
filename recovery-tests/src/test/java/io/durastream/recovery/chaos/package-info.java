/** The suites of {@code durastream chaos}: runs that must be valid, and planted mistakes that they must find. */
@NullMarked
package io.durastream.recovery.chaos;

import org.jspecify.annotations.NullMarked;
