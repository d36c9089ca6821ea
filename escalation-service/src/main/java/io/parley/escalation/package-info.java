/** The escalation service: who may speak in a conversation, and who waits for a person. */
@NullMarked
package io.parley.escalation;

import org.jspecify.annotations.NullMarked;
