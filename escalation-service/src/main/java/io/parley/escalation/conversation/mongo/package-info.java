/** The view of conversations in MongoDB. */
@NullMarked
package io.parley.escalation.conversation.mongo;

import org.jspecify.annotations.NullMarked;
