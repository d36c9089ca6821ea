/** Whose a conversation is, followed from the log, and who asks in it for a person. */
@NullMarked
package io.parley.escalation.conversation;

import org.jspecify.annotations.NullMarked;
