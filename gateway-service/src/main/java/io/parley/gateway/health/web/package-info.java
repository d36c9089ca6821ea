/** The public health answer and the gateway's own readiness. */
@NullMarked
package io.parley.gateway.health.web;

import org.jspecify.annotations.NullMarked;
