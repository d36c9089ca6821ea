/** Which service answers which path. */
@NullMarked
package io.parley.gateway.routing;

import org.jspecify.annotations.NullMarked;
