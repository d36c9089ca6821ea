/** Changes of the floor on their way into the log. */
@NullMarked
package io.parley.escalation.floor.kafka;

import org.jspecify.annotations.NullMarked;
