package io.parley.escalation.following.kafka;

import io.parley.escalation.following.FollowConversations;
import io.parley.platform.log.ConversationView;
import io.parley.platform.log.ViewBatch;
import io.parley.platform.log.ViewOvertaken;
import java.time.Duration;
import reactor.util.retry.Retry;

/** Brings the log's facts to this service. It blocks the listener's own thread until a batch is applied. */
final class ConversationListener implements ConversationView {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int TRIES = 5;

    private final FollowConversations following;

    ConversationListener(FollowConversations following) {
        this.following = following;
    }

    @Override
    public void apply(ViewBatch batch) {
        following
                .follow(batch.facts(), batch::isNew)
                .retryWhen(Retry.max(TRIES).filter(ViewOvertaken.class::isInstance))
                .block(LIMIT);
    }
}
