/** Reads the log and the live topic for this replica's sockets. */
@NullMarked
package io.parley.session.delivery.kafka;

import org.jspecify.annotations.NullMarked;
