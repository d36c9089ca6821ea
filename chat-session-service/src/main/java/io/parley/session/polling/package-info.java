/** The long poll: the socket's frames for clients that can open no socket. */
@NullMarked
package io.parley.session.polling;

import org.jspecify.annotations.NullMarked;
