package io.parley.completion.answering;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.parley.completion.chatbot.Chatbots;
import io.parley.completion.usage.Spending;
import io.parley.completion.usage.TokenBudgets;
import io.parley.events.AnswerCompleted;
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
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads batches of facts into contexts, jobs, and the ledger of what answers cost. The order of writes makes a crash at
 * any place harmless: jobs and the ledger first, then the contexts, which name the jobs as pending and know the answers
 * that were counted, and only then is a job without further use deleted. A job that no context names is nobody's and
 * goes when it is met.
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
    private final TokenBudgets budgets;
    // As they were stored last from here. Where another replica has read on since, storing fails, and they are found
    // anew.
    private final Cache<ConversationKey, ConversationContext> known = Caffeine.newBuilder()
            .expireAfterAccess(KEPT)
            .maximumWeight(KEPT_TEXT)
            .weigher((ConversationKey _, ConversationContext context) -> context.weight())
            .build();

    FollowConversations(
            Chatbots chatbots, Contexts contexts, OpenAnswers open, AnswersHere here, TokenBudgets budgets) {
        this.chatbots = chatbots;
        this.contexts = contexts;
        this.open = open;
        this.here = here;
        this.budgets = budgets;
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

    /** The rules of the chatbots that are asked, for each question; each chatbot is looked up once. */
    private Mono<Map<MessageId, QuestionRules>> rules(List<LoggedFact> facts) {
        var asked = facts.stream().flatMap(fact -> Asked.in(fact).stream()).toList();
        return Flux.fromStream(() -> asked.stream().map(Asked::chatbot).distinct())
                .concatMap(one -> chatbots.find(one.tenant(), one.id()).map(chatbot -> Map.entry(one, chatbot)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .map(found -> {
                    var rules = new HashMap<MessageId, QuestionRules>();
                    for (var question : asked) {
                        var chatbot = found.get(question.chatbot());
                        if (chatbot != null) {
                            rules.put(question.posted().messageId(), QuestionRules.of(chatbot, question.posted()));
                        }
                    }
                    return rules;
                });
    }

    /** A question to a chatbot. */
    private record Asked(MessagePosted posted, Name chatbot) {

        record Name(String tenant, String id) {}

        static Optional<Asked> in(LoggedFact logged) {
            return logged.fact() instanceof MessagePosted posted && posted.chatbotId() != null
                    ? Optional.of(
                            new Asked(posted, new Name(logged.conversation().tenant(), posted.chatbotId())))
                    : Optional.empty();
        }
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
                .flatMap(inserted -> budgets.count(reading.spendings)
                        .then(contexts.replace(changes))
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
        budgets.ended(reading.ended);
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
        private final List<Spending> spendings = new ArrayList<>();

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
            // An end that is overtaken or comes a second time ends nothing, and costs nothing.
            if (logged.fact() instanceof AnswerCompleted end && step.ended().contains(end.answerId())) {
                Spending.of(logged, end, step.next().owner()).ifPresent(spendings::add);
            }
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
