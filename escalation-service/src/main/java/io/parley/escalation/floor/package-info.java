/** The floor of a conversation: assistant, queue or agent, and the escalations that move it. */
@NullMarked
package io.parley.escalation.floor;

import org.jspecify.annotations.NullMarked;
