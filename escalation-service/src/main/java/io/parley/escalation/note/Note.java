package io.parley.escalation.note;

import io.parley.events.Sender;
import io.parley.events.log.ConversationKey;
import java.time.Instant;
import java.util.UUID;

/**
 * A word among agents.
 *
 * @param number counts the notes of a conversation in the order of the log, from 1
 */
public record Note(
        ConversationKey key, int number, UUID id, UUID escalationId, Sender author, String text, Instant at) {}
