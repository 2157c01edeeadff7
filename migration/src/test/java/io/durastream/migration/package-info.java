@NullMarked
package io.durastream.migration;

import org.jspecify.annotations.NullMarked;
