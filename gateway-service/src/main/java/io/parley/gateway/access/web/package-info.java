/** Credentials of a request, and the gateway's own endpoints for guests, tickets and keys. */
@NullMarked
package io.parley.gateway.access.web;

import org.jspecify.annotations.NullMarked;
