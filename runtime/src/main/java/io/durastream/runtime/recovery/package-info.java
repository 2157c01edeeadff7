/**
 * What makes an application of today the continuation of the one in a checkpoint directory: operators and their ids, the
 * saved graph and the digest of its code, and the configuration that a recovered application runs with.
 */
@NullMarked
package io.durastream.runtime.recovery;

import org.jspecify.annotations.NullMarked;
