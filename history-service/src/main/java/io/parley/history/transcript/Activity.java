package io.parley.history.transcript;

import io.parley.events.ConversationAccess;
import io.parley.events.log.ConversationKey;
import java.time.Instant;

/** Whose a conversation is and when something was last said there. */
public record Activity(ConversationKey key, ConversationAccess access, Instant lastAt) {}
