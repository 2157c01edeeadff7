/** Small applications to read and run first. */
@NullMarked
package io.durastream.examples;

import org.jspecify.annotations.NullMarked;
