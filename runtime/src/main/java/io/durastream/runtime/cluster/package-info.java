/**
 * What every JVM of an application shares: the way to the checkpoint directory, and the resources that a JVM opens once
 * and tasks borrow.
 */
@NullMarked
package io.durastream.runtime.cluster;

import org.jspecify.annotations.NullMarked;
