/** A real Kafka broker for one machine, and the topics of the suite. */
@NullMarked
package io.parley.local.kafka;

import org.jspecify.annotations.NullMarked;
