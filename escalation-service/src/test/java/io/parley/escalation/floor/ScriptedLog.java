package io.parley.escalation.floor;

import io.parley.events.FloorEvent;
import io.parley.events.log.ConversationKey;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A log that takes facts, is away, or does not answer; positions are told as {@code conversation=position}. */
public final class ScriptedLog implements FloorEvents {

    private final List<FloorEvent> facts = new ArrayList<>();
    private final List<String> positions = new ArrayList<>();
    private boolean away;
    private Mono<Void> answered = Mono.empty();

    @Override
    public Mono<Void> publish(ConversationKey key, FloorEvent fact) {
        return Mono.defer(() -> {
            if (away) {
                return Mono.error(new IllegalStateException("the log is away"));
            }
            return answered.then(Mono.fromRunnable(() -> add(fact)));
        });
    }

    private synchronized void add(FloorEvent fact) {
        facts.add(fact);
    }

    @Override
    public Mono<Void> publishPosition(ConversationKey key, long position) {
        return Mono.fromRunnable(() -> positions.add(key.conversation() + "=" + position));
    }

    public synchronized List<FloorEvent> facts() {
        return List.copyOf(facts);
    }

    List<String> positions() {
        return positions;
    }

    /** Facts are taken only once what is given back completes. */
    public Sinks.Empty<Void> fallSilent() {
        Sinks.Empty<Void> awake = Sinks.empty();
        answered = awake.asMono();
        return awake;
    }

    public void goAway() {
        away = true;
    }

    public void comeBack() {
        away = false;
    }
}
