package io.parley.escalation.following;

import io.parley.escalation.conversation.Conversations;
import io.parley.escalation.floor.EraseFloor;
import io.parley.escalation.floor.EscalationRequest;
import io.parley.escalation.floor.FloorChange;
import io.parley.escalation.floor.RaiseEscalation;
import io.parley.escalation.floor.TellFloorChange;
import io.parley.escalation.note.Notes;
import io.parley.escalation.rating.Ratings;
import io.parley.events.HistoryCleared;
import io.parley.events.HumanRequested;
import io.parley.events.MessagePosted;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Follows conversations in the log: raises an escalation where a person is asked for, opens one where an agent writes,
 * keeps notes, and forgets what is erased. What is caused is kept before the view is, so that a batch that was cut off
 * does it again; done again, it finds what was done.
 */
public final class FollowConversations {

    private static final Logger log = LoggerFactory.getLogger(FollowConversations.class);
    private static final int SIDE_BY_SIDE = 16;

    private final Conversations conversations;
    private final RaiseEscalation escalation;
    private final TellFloorChange telling;
    private final EraseFloor erasing;
    private final Notes notes;
    private final Ratings ratings;

    public FollowConversations(
            Conversations conversations,
            RaiseEscalation escalation,
            TellFloorChange telling,
            EraseFloor erasing,
            Notes notes,
            Ratings ratings) {
        this.conversations = conversations;
        this.escalation = escalation;
        this.telling = telling;
        this.erasing = erasing;
        this.notes = notes;
        this.ratings = ratings;
    }

    /**
     * @param facts in the order of the log within each conversation
     * @param isNew whether a fact is met for the first time, and not while a view is built again
     */
    public Mono<Void> follow(List<LoggedFact> facts, Predicate<LoggedFact> isNew) {
        var keys = facts.stream().map(LoggedFact::conversation).distinct().toList();
        return conversations.load(keys).flatMap(loaded -> {
            var batch = new Following(loaded);
            facts.forEach(fact -> batch.read(fact, isNew.test(fact)));
            return act(batch.causes())
                    .then(Mono.defer(() -> forgetNotes(batch.erasedNotes())))
                    .then(Mono.defer(() -> notes.keep(batch.notes())))
                    .then(Mono.defer(() -> conversations.keep(batch.changed())));
        });
    }

    private Mono<Void> act(List<LoggedFact> causes) {
        var conversations = causes.stream()
                .collect(Collectors.groupingBy(LoggedFact::conversation, LinkedHashMap::new, Collectors.toList()))
                .values();
        return Flux.fromIterable(conversations)
                .flatMap(this::actInOrder, SIDE_BY_SIDE)
                .then();
    }

    /** Of two requests the first is raised, and an erasure spares what comes after it. */
    private Mono<Void> actInOrder(List<LoggedFact> causes) {
        return Flux.fromIterable(causes)
                .concatMap(this::act)
                .flatMap(this::tell)
                .then();
    }

    private Mono<FloorChange> act(LoggedFact cause) {
        var key = cause.conversation();
        return switch (cause.fact()) {
            case HumanRequested asked -> escalation.raiseRequested(key, request(asked), cause.seq());
            case MessagePosted posted -> escalation.takeByWriting(key, posted.sender(), cause.seq());
            case HistoryCleared cleared ->
                erasing.erase(key, cause.seq(), cleared.fence())
                        .then(ratings.forget(key))
                        .then(Mono.empty());
            default -> Mono.empty();
        };
    }

    private static EscalationRequest request(HumanRequested asked) {
        var reason = asked.reason();
        return new EscalationRequest(
                reason == null ? EscalationRequest.REQUESTED : reason, asked.metadata(), asked.requestedBy());
    }

    /**
     * The change is kept; a log that is away at the moment is told by the sweep. Whoever reads waits for this view, and
     * not for the log to take what somebody else's request has come to.
     */
    private Mono<Void> tell(FloorChange change) {
        return telling.begin(change).onErrorResume(failure -> {
            log.warn("Fence {} of {} is not told yet: {}", change.fence(), change.key(), failure.toString());
            return Mono.empty();
        });
    }

    private Mono<Void> forgetNotes(Map<ConversationKey, Integer> erased) {
        return Flux.fromIterable(erased.entrySet())
                .concatMap(entry -> notes.forget(entry.getKey(), entry.getValue()))
                .then();
    }
}
