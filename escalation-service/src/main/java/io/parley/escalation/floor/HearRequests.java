package io.parley.escalation.floor;

import io.parley.escalation.conversation.Conversation;
import io.parley.escalation.conversation.Conversations;
import io.parley.events.HumanRequested;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Follows conversations in the log, and raises an escalation where one of its people asks there for a person. The
 * escalations are kept before the view is, so that a batch that was cut off asks again; asking again finds them.
 */
public final class HearRequests {

    private static final Logger log = LoggerFactory.getLogger(HearRequests.class);
    private static final int SIDE_BY_SIDE = 16;

    private final Conversations conversations;
    private final RaiseEscalation escalation;
    private final TellFloorChange telling;

    public HearRequests(Conversations conversations, RaiseEscalation escalation, TellFloorChange telling) {
        this.conversations = conversations;
        this.escalation = escalation;
        this.telling = telling;
    }

    /**
     * @param facts in the order of the log within each conversation
     * @param isNew whether a fact is met for the first time, and not while a view is built again
     */
    public Mono<Void> hear(List<LoggedFact> facts, Predicate<LoggedFact> isNew) {
        var keys = facts.stream().map(LoggedFact::conversation).distinct().toList();
        return conversations.load(keys).flatMap(loaded -> {
            var batch = new Batch(loaded);
            facts.forEach(fact -> batch.read(fact, isNew));
            return raise(batch.requests).then(Mono.defer(() -> conversations.keep(batch.changed())));
        });
    }

    private Mono<Void> raise(List<LoggedFact> requests) {
        return Flux.fromIterable(requests)
                // In order: the first request of a conversation is the one that is raised.
                .concatMap(this::raise)
                .flatMap(this::tell, SIDE_BY_SIDE)
                .then();
    }

    private Mono<FloorChange> raise(LoggedFact logged) {
        var asked = (HumanRequested) logged.fact();
        var request = new EscalationRequest(
                asked.reason() == null ? EscalationRequest.REQUESTED : asked.reason(),
                asked.metadata(),
                asked.requestedBy());
        return escalation.raiseRequested(logged.conversation(), request, logged.seq());
    }

    /** The change is kept; a log that is away at the moment is told by the sweep. */
    private Mono<Void> tell(FloorChange change) {
        return telling.tell(change).onErrorResume(failure -> {
            log.warn("Fence {} of {} is not told yet: {}", change.fence(), change.key(), failure.toString());
            return Mono.empty();
        });
    }

    /** The conversations of a batch while its facts are read into them. */
    private static final class Batch {

        private final Map<ConversationKey, Conversation> loaded;
        private final Map<ConversationKey, Conversation> now;
        private final List<LoggedFact> requests = new ArrayList<>();

        Batch(Map<ConversationKey, Conversation> loaded) {
            this.loaded = loaded;
            this.now = new LinkedHashMap<>();
        }

        void read(LoggedFact logged, Predicate<LoggedFact> isNew) {
            var before = now.getOrDefault(logged.conversation(), before(logged.conversation()));
            var after = before.read(logged);
            now.put(logged.conversation(), after);
            if (after.reading().seq() > before.reading().seq()
                    && logged.fact() instanceof HumanRequested asked
                    && isNew.test(logged)
                    && mayAsk(after, asked)) {
                requests.add(logged);
            }
        }

        private static boolean mayAsk(Conversation conversation, HumanRequested asked) {
            var sender = asked.requestedBy();
            return conversation.isOpenTo(sender.id(), sender.type() == SenderType.AGENT);
        }

        private Conversation before(ConversationKey key) {
            return loaded.getOrDefault(key, Conversation.unread(key));
        }

        Map<Conversation, Conversation> changed() {
            var changed = new HashMap<Conversation, Conversation>();
            now.forEach((key, after) -> {
                var before = before(key);
                if (after.reading().seq() > before.reading().seq()) {
                    changed.put(before, after);
                }
            });
            return changed;
        }
    }
}
