/** The chat-session service: sessions, sockets, accepting messages, and delivering what happens to whom it concerns. */
@NullMarked
package io.parley.session;

import org.jspecify.annotations.NullMarked;
