/** Floors, escalations and the queue in MongoDB. */
@NullMarked
package io.parley.escalation.floor.mongo;

import org.jspecify.annotations.NullMarked;
