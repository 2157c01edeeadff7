/** {@code durastream chaos}: an application is struck by faults while records flow, and what came out is judged. */
@NullMarked
package io.durastream.cli.chaos;

import org.jspecify.annotations.NullMarked;
