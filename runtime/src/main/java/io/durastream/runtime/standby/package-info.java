/**
 * What a warm standby does while another candidate leads: its application is loaded and waits, follows the batch log, and
 * keeps copies of the state near the head. Nothing of it acts outward.
 */
@NullMarked
package io.durastream.runtime.standby;

import org.jspecify.annotations.NullMarked;
