/** The limit on messages sent over HTTP. */
@NullMarked
package io.parley.gateway.rate.web;

import org.jspecify.annotations.NullMarked;
