/**
 * A running application, wired together: the one place that knows the graph, the driver protocol, the engine, the
 * receivers and the listeners.
 */
@NullMarked
package io.durastream.runtime.application;

import org.jspecify.annotations.NullMarked;
