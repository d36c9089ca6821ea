/** Server-sent events over Reactor Netty: no thread for each stream, and real back-pressure. */
@NullMarked
package io.parley.completion.model.netty;

import org.jspecify.annotations.NullMarked;
