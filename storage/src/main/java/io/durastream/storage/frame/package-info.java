/**
 * How every record of every durable file is written: magic, format version, type, length and checksums; and how a
 * reader tells a torn tail from damage.
 */
@NullMarked
package io.durastream.storage.frame;

import org.jspecify.annotations.NullMarked;
