/** Passing HTTP and WebSockets to the services. */
@NullMarked
package io.parley.gateway.routing.web;

import org.jspecify.annotations.NullMarked;
