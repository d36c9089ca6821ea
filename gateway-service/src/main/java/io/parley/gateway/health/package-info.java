/** Whether the suite behind the gateway can do its work. */
@NullMarked
package io.parley.gateway.health;

import org.jspecify.annotations.NullMarked;
