/** Which fault begins when and ends when: data, drawn from a seed. */
@NullMarked
package io.durastream.chaos.schedule;

import org.jspecify.annotations.NullMarked;
