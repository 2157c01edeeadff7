/** {@code durastream demo}: an application is fed, killed and restarted, and its counts are compared with the truth. */
@NullMarked
package io.durastream.cli.demo;

import org.jspecify.annotations.NullMarked;
