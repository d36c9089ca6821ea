/** Bringing the facts and signals of a conversation to the sockets that are open for it, in order. */
@NullMarked
package io.parley.session.delivery;

import org.jspecify.annotations.NullMarked;
