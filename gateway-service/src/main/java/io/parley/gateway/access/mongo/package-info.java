/** Tickets, guest keys and guest counts in the gateway's own database. */
@NullMarked
package io.parley.gateway.access.mongo;

import org.jspecify.annotations.NullMarked;
