package io.parley.session.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.parley.events.MessageId;
import io.parley.events.live.AnswerChunk;
import io.parley.events.live.AnswerStarted;
import io.parley.events.log.ConversationKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Every answer that is being written anywhere, so that a socket that opens in the middle of one can be shown it from
 * the beginning. An answer leaves when the log brings its end, or a change of the floor.
 */
final class RunningAnswers {

    /** As long as the live topic keeps its signals: what is older cannot go on. */
    private static final Duration KEPT = Duration.ofMinutes(15);

    private final Cache<ConversationKey, RunningAnswer> running =
            Caffeine.newBuilder().expireAfterAccess(KEPT).build();

    /** The log can be ahead of the live topic: signals of an answer that has ended are remembered to be dropped. */
    private final Cache<MessageId, Boolean> ended =
            Caffeine.newBuilder().expireAfterWrite(KEPT).maximumSize(100_000).build();

    void start(ConversationKey key, AnswerStarted started) {
        if (ended.getIfPresent(started.answerId()) != null) {
            return;
        }
        var current = running.getIfPresent(key);
        boolean older =
                current != null && current.id().equals(started.answerId()) && current.attempt() >= started.attempt();
        if (!older) {
            running.put(key, new RunningAnswer(started));
        }
    }

    void take(ConversationKey key, AnswerChunk chunk) {
        var current = find(key);
        if (current != null && current.id().equals(chunk.answerId()) && current.attempt() == chunk.attempt()) {
            current.take(chunk);
        }
    }

    @Nullable RunningAnswer find(ConversationKey key) {
        return running.getIfPresent(key);
    }

    void end(ConversationKey key, MessageId answer) {
        ended.put(answer, true);
        running.asMap().computeIfPresent(key, (_, current) -> current.id().equals(answer) ? null : current);
    }

    /** What is written in a conversation under an older fence than this one is not shown any more. */
    void drop(ConversationKey key, long fence) {
        running.asMap().computeIfPresent(key, (_, current) -> {
            if (current.fence() >= fence) {
                return current;
            }
            ended.put(current.id(), true);
            return null;
        });
    }
}
