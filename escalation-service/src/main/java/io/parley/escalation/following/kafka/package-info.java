/** The log's facts on their way to this service. */
@NullMarked
package io.parley.escalation.following.kafka;

import org.jspecify.annotations.NullMarked;
