package io.parley.completion.answering;

import io.parley.completion.chatbot.ChatbotFixtures;
import io.parley.completion.chatbot.ChatbotProfile;
import io.parley.completion.chatbot.Chatbots;
import io.parley.completion.chatbot.Handoff;
import io.parley.completion.prompt.QuotedDocuments;
import io.parley.completion.retrieval.Found;
import io.parley.completion.usage.InMemoryUsageLedger;
import io.parley.completion.usage.TokenBudgets;
import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerEvent;
import io.parley.events.Chatbot;
import io.parley.events.ConversationFact;
import io.parley.events.EscalationRaised;
import io.parley.events.FinishReason;
import io.parley.events.HandedBack;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.WhileAnswering;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Facts, jobs and chatbots for tests of answering. */
final class AnsweringFixtures {

    static final ConversationKey KEY = new ConversationKey("default", "c-1");
    static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    static final Sender ANN = new Sender("ann", SenderType.USER, "Ann");
    static final Sender BOB = new Sender("bob", SenderType.AGENT, "Bob");

    static final GroundAnswer WITHOUT_DOCUMENTS =
            new GroundAnswer((_, _, _, _) -> Mono.just(Found.NO_DOCUMENTS), new QuotedDocuments(0));

    private AnsweringFixtures() {}

    static MessagePosted aQuestion(String text) {
        return posted(ANN, text, "leta");
    }

    static MessagePosted posted(Sender sender, String text, @Nullable String chatbot) {
        return new MessagePosted(MessageId.random(), sender, text, Map.of(), null, chatbot);
    }

    static LoggedFact at(long seq, ConversationFact fact) {
        return at(KEY, seq, fact);
    }

    static LoggedFact at(ConversationKey key, long seq, ConversationFact fact) {
        return new LoggedFact(key, 0, seq, NOW.plusSeconds(seq), fact);
    }

    static EscalationRaised raised(long fence) {
        return new EscalationRaised(UUID.randomUUID(), fence, "asked", ANN, Map.of());
    }

    static HandedBack handedBack(long fence) {
        return new HandedBack(UUID.randomUUID(), fence, "done", BOB);
    }

    static AnswerEvent answered(MessagePosted question, int generation, long fence, String text) {
        return new AnswerCompleted(
                question.messageId().answer(generation),
                question.messageId(),
                generation,
                1,
                fence,
                "leta",
                text,
                FinishReason.STOP,
                List.of(),
                null,
                null);
    }

    /** A context that has read these facts, all of them new. */
    static ConversationContext contextOf(LoggedFact... facts) {
        var context = ConversationContext.none(facts[0].conversation());
        for (var fact : facts) {
            context = context.read(fact, QuestionRules.NONE, _ -> true).next();
        }
        return context;
    }

    static AnsweringProperties properties(int concurrent) {
        return new AnsweringProperties(
                Duration.ofSeconds(20),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofHours(1),
                Duration.ofSeconds(60),
                20,
                concurrent,
                Duration.ofMillis(40),
                Duration.ofMillis(100),
                100,
                Duration.ofSeconds(6),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1));
    }

    /** Budgets by a ledger of their own. */
    static TokenBudgets budgets() {
        return new TokenBudgets(new InMemoryUsageLedger(), Clock.systemUTC());
    }

    static final Chatbots LETA_ONLY = letaAfter(new AtomicInteger());

    /** Leta alone, in a database that is away for so many times first. */
    static Chatbots letaAfter(AtomicInteger failures) {
        return only(failures, leta(WhileAnswering.ENQUEUE, Handoff.NEVER));
    }

    static Chatbots letaWith(WhileAnswering whileAnswering, Handoff handoff) {
        return only(new AtomicInteger(), leta(whileAnswering, handoff));
    }

    static Chatbots only(AtomicInteger failures, ChatbotProfile leta) {
        return new Chatbots() {
            @Override
            public Mono<ChatbotProfile> find(String tenant, String id) {
                return Mono.defer(() -> {
                    if (failures.getAndDecrement() > 0) {
                        return Mono.error(new IllegalStateException("the database is away"));
                    }
                    return id.equals("leta") ? Mono.just(leta) : Mono.empty();
                });
            }

            @Override
            public Flux<ChatbotProfile> list(String tenant) {
                return Flux.just(leta);
            }

            @Override
            public Mono<Void> save(ChatbotProfile profile) {
                return Mono.empty();
            }
        };
    }

    private static ChatbotProfile leta(WhileAnswering whileAnswering, Handoff handoff) {
        return ChatbotFixtures.plain(
                Chatbot.EVERY_TENANT,
                "leta",
                "Leta AI",
                "Hello!",
                "Be kind.",
                null,
                0.7,
                1000,
                whileAnswering,
                handoff);
    }
}
