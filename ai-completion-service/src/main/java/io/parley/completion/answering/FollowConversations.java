package io.parley.completion.answering;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.parley.completion.chatbot.Chatbots;
import io.parley.events.AnswerRequested;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads batches of facts into contexts and jobs. The order of writes makes a crash at any place harmless: jobs first,
 * then the contexts that name them as pending, and only then is a job without further use deleted. A job that no
 * context names is nobody's and goes when it is met.
 */
public final class FollowConversations {

    /** How often a batch is read again because another replica was quicker, before the caller is told. */
    private static final int TRIES = 5;

    private static final Duration KEPT = Duration.ofMinutes(10);

    /** In UTF-16 units of text: a few hundred conversations. */
    private static final long KEPT_TEXT = 4_000_000;

    private final Chatbots chatbots;
    private final Contexts contexts;
    private final OpenAnswers open;
    private final AnswersHere here;
    // As they were stored last from here. Where another replica has read on since, storing fails, and they are found
    // anew.
    private final Cache<ConversationKey, ConversationContext> known = Caffeine.newBuilder()
            .expireAfterAccess(KEPT)
            .maximumWeight(KEPT_TEXT)
            .weigher((ConversationKey _, ConversationContext context) -> context.weight())
            .build();

    FollowConversations(Chatbots chatbots, Contexts contexts, OpenAnswers open, AnswersHere here) {
        this.chatbots = chatbots;
        this.contexts = contexts;
        this.open = open;
        this.here = here;
    }

    /** Reads facts; done again with the same facts, it changes nothing. */
    public Mono<Void> follow(List<LoggedFact> facts, Predicate<LoggedFact> isNew) {
        return Mono.defer(() -> attempt(facts, isNew))
                .repeat(TRIES - 1)
                .takeUntil(stored -> stored)
                .last()
                .flatMap(stored -> stored
                        ? Mono.empty()
                        : Mono.error(new IllegalStateException("another replica reads the same conversations")));
    }

    private Mono<Boolean> attempt(List<LoggedFact> facts, Predicate<LoggedFact> isNew) {
        var keys = facts.stream().map(LoggedFact::conversation).collect(Collectors.toSet());
        var askedBefore = facts.stream()
                .filter(isNew.negate())
                .flatMap(fact -> asked(fact).stream())
                .toList();
        return Mono.zip(
                        before(keys),
                        askedBefore.isEmpty() ? Mono.just(Set.<MessageId>of()) : open.open(askedBefore),
                        rules(facts))
                .flatMap(found -> store(new Reading(found.getT1(), found.getT2(), found.getT3(), isNew).read(facts)));
    }

    private Mono<Map<ConversationKey, ConversationContext>> before(Set<ConversationKey> keys) {
        var before = new HashMap<>(known.getAllPresent(keys));
        if (before.size() == keys.size()) {
            return Mono.just(before);
        }
        var missing = keys.stream().filter(key -> !before.containsKey(key)).toList();
        return contexts.find(missing).map(found -> {
            before.putAll(found);
            return before;
        });
    }

    /** The rules of the chatbots that are asked, for each question. */
    private Mono<Map<MessageId, QuestionRules>> rules(List<LoggedFact> facts) {
        return Flux.fromIterable(facts)
                .concatMap(logged -> logged.fact() instanceof MessagePosted posted && posted.chatbotId() != null
                        ? chatbots.find(logged.conversation().tenant(), posted.chatbotId())
                                .map(chatbot -> Map.entry(posted.messageId(), QuestionRules.of(chatbot, posted)))
                        : Mono.empty())
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static List<MessageId> asked(LoggedFact logged) {
        return switch (logged.fact()) {
            case MessagePosted posted
            when posted.chatbotId() != null -> List.of(posted.messageId().answer(0));
            case AnswerRequested requested -> List.of(requested.messageId().answer(requested.generation()));
            default -> List.of();
        };
    }

    private Mono<Boolean> store(Reading reading) {
        var changes = reading.changes();
        if (changes.isEmpty()) {
            return Mono.just(true);
        }
        var jobs = List.copyOf(reading.jobs.values());
        return (jobs.isEmpty() ? Mono.just(Set.<MessageId>of()) : open.insert(jobs))
                .flatMap(inserted -> contexts.replace(changes)
                        .doOnError(_ -> forget(changes))
                        .flatMap(stored -> {
                            if (!stored) {
                                forget(changes);
                                return Mono.just(false);
                            }
                            changes.forEach(change -> known.put(change.next().key(), change.next()));
                            return stored(reading, inserted);
                        }));
    }

    private void forget(List<Contexts.Change> changes) {
        changes.forEach(change -> known.invalidate(change.next().key()));
    }

    private Mono<Boolean> stored(Reading reading, Set<MessageId> inserted) {
        here.ended(reading.ended);
        here.asked(reading.jobs.values().stream()
                .filter(job -> inserted.contains(job.answerId()))
                .toList());
        reading.changes().forEach(change -> here.read(change.next()));
        return (reading.ended.isEmpty() ? Mono.<Void>empty() : open.delete(reading.ended)).thenReturn(true);
    }

    /** One batch read in memory. */
    private static final class Reading {

        private final Map<ConversationKey, ConversationContext> before;
        private final Map<ConversationKey, ConversationContext> now;
        private final Set<MessageId> openBefore;
        private final Map<MessageId, QuestionRules> rules;
        private final Predicate<LoggedFact> isNew;
        private final Map<MessageId, AnswerJob> jobs = new LinkedHashMap<>();
        private final Set<MessageId> ended = new LinkedHashSet<>();

        Reading(
                Map<ConversationKey, ConversationContext> before,
                Set<MessageId> openBefore,
                Map<MessageId, QuestionRules> rules,
                Predicate<LoggedFact> isNew) {
            this.before = before;
            this.now = new HashMap<>(before);
            this.openBefore = openBefore;
            this.rules = rules;
            this.isNew = isNew;
        }

        Reading read(List<LoggedFact> facts) {
            facts.forEach(this::read);
            return this;
        }

        private void read(LoggedFact logged) {
            boolean first = isNew.test(logged);
            var context = now.computeIfAbsent(logged.conversation(), ConversationContext::none);
            var step = context.read(logged, rules(logged), answer -> first || openBefore.contains(answer));
            now.put(logged.conversation(), step.next());
            var asked = step.asked();
            if (asked != null && first) {
                jobs.put(asked.answerId(), asked);
                // Erased and asked again under the same name: it is open, whatever was before.
                ended.remove(asked.answerId());
            }
            step.ended().forEach(jobs::remove);
            ended.addAll(step.ended());
        }

        private QuestionRules rules(LoggedFact logged) {
            return logged.fact() instanceof MessagePosted posted
                    ? rules.getOrDefault(posted.messageId(), QuestionRules.NONE)
                    : QuestionRules.NONE;
        }

        List<Contexts.Change> changes() {
            var changes = new ArrayList<Contexts.Change>();
            now.forEach((key, context) -> {
                long readSeq = Objects.requireNonNullElse(before.get(key), ConversationContext.none(key))
                        .reading()
                        .seq();
                if (context.reading().seq() > readSeq) {
                    changes.add(new Contexts.Change(readSeq, context));
                }
            });
            return changes;
        }
    }
}
