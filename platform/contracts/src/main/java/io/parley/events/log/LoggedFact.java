package io.parley.events.log;

import io.parley.events.ConversationFact;
import java.time.Instant;

/**
 * A fact with its place in the log.
 *
 * @param seq offset in the conversation's partition: the conversation's order
 * @param at when it was appended, to the millisecond
 */
public record LoggedFact(ConversationKey conversation, int partition, long seq, Instant at, ConversationFact fact) {}
