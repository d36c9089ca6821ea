package io.parley.completion.answering.kafka;

import io.parley.completion.answering.FollowConversations;
import io.parley.platform.log.ConversationView;
import io.parley.platform.log.ViewBatch;
import java.time.Duration;

/** Reads the log on the listener's thread: contexts and jobs are stored when {@code apply} returns. */
final class AnsweringView implements ConversationView {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final FollowConversations conversations;

    AnsweringView(FollowConversations conversations) {
        this.conversations = conversations;
    }

    @Override
    public void apply(ViewBatch batch) {
        conversations.follow(batch.facts(), batch::isNew).block(LIMIT);
    }
}
