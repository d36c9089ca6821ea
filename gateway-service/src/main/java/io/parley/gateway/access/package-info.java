/** Who is calling: outside tokens, guests, tickets, and the internal token the services believe. */
@NullMarked
package io.parley.gateway.access;

import org.jspecify.annotations.NullMarked;
