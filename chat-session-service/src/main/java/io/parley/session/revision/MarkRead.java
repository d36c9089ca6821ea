package io.parley.session.revision;

import io.parley.platform.identity.Caller;
import io.parley.platform.log.ConversationLog;
import io.parley.session.delivery.ConversationFeed;
import io.parley.session.delivery.LiveConversations;
import java.time.Clock;
import reactor.core.publisher.Mono;

/** Writes down how far somebody has read. */
public final class MarkRead {

    private final LiveConversations conversations;
    private final ConversationLog log;
    private final RevisionLimits limits;
    private final RevisionProperties properties;
    private final Clock clock;

    MarkRead(
            LiveConversations conversations,
            ConversationLog log,
            RevisionLimits limits,
            RevisionProperties properties,
            Clock clock) {
        this.conversations = conversations;
        this.log = log;
        this.limits = limits;
        this.properties = properties;
        this.clock = clock;
    }

    public Mono<Void> read(ConversationFeed feed, Caller caller, long seq) {
        return Mono.error(new UnsupportedOperationException(
                conversations + "" + log + limits + properties + clock + feed + caller + seq));
    }
}
