package io.parley.history.transcript;

import io.parley.events.log.ConversationKey;

/**
 * A conversation comes into its owner's list, or goes from it.
 *
 * @param seq of the fact that says so: what is older changes nothing any more
 */
public record Listing(String owner, ConversationKey key, long seq, boolean listed) {}
