package io.parley.completion.answering.kafka;

import io.parley.completion.answering.AnswerLog;
import io.parley.events.ConversationFact;
import io.parley.events.live.LiveSignal;
import io.parley.events.log.ConversationKey;
import io.parley.platform.log.ConversationLog;
import io.parley.platform.log.LiveTopic;
import io.parley.platform.log.LogBarrier;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Answers on Kafka: pieces on the live topic, ends in the log. */
final class KafkaAnswerLog implements AnswerLog {

    private static final Logger log = LoggerFactory.getLogger(KafkaAnswerLog.class);

    /** A little more than the producer itself takes before it gives up. */
    private static final Duration PUBLISH_LIMIT = Duration.ofSeconds(5);

    private static final Duration APPEND_LIMIT = Duration.ofSeconds(15);

    /** Losses are told once in this time, however many there are. */
    private static final Duration TELL_EVERY = Duration.ofSeconds(10);

    private final ConversationLog conversations;
    private final LiveTopic live;
    private final LogBarrier barrier;
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong toldAt = new AtomicLong(System.nanoTime() - TELL_EVERY.toNanos());

    KafkaAnswerLog(ConversationLog conversations, LiveTopic live, LogBarrier barrier) {
        this.conversations = conversations;
        this.live = live;
        this.barrier = barrier;
    }

    @Override
    public Mono<Void> publish(ConversationKey conversation, LiveSignal signal) {
        return live.publish(conversation, signal).timeout(PUBLISH_LIMIT).onErrorResume(failure -> {
            tell(failure);
            return Mono.empty();
        });
    }

    private void tell(Throwable failure) {
        long count = lost.incrementAndGet();
        long told = toldAt.get();
        long now = System.nanoTime();
        if (now - told >= TELL_EVERY.toNanos() && toldAt.compareAndSet(told, now)) {
            log.warn("Pieces of answers are not published, {} so far: {}", count, failure.toString());
        }
    }

    @Override
    public Mono<Void> append(ConversationKey conversation, ConversationFact fact) {
        return conversations.append(conversation, fact).timeout(APPEND_LIMIT).then();
    }

    @Override
    public Mono<Void> caughtUp(ConversationKey conversation) {
        return barrier.await(conversation);
    }
}
