/**
 * The graph of streams that an application defines: nodes that make the RDD of a batch time from those of their
 * parents, and outputs. Serializable; what belongs to a running application is attached at start.
 */
@NullMarked
package io.durastream.runtime.graph;

import org.jspecify.annotations.NullMarked;
