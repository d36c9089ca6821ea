/** The WebSocket itself. */
@NullMarked
package io.parley.session.connection.websocket;

import org.jspecify.annotations.NullMarked;
