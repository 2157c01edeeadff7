/** Code of users, outside the packages of Durastream itself. */
@NullMarked
package io.durastream.sample;

import org.jspecify.annotations.NullMarked;
