package io.parley.completion.answering;

import io.parley.events.AnswerEvent;
import io.parley.events.ConversationFact;
import io.parley.events.HumanRequested;
import io.parley.events.live.AnswerChunk;
import io.parley.events.live.LiveSignal;
import io.parley.events.log.ConversationKey;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** Remembers what was published and appended. */
final class RecordingAnswerLog implements AnswerLog {

    final List<LiveSignal> signals = new CopyOnWriteArrayList<>();
    final List<AnswerEvent> ends = new CopyOnWriteArrayList<>();
    final List<HumanRequested> calls = new CopyOnWriteArrayList<>();
    int failures;
    boolean behind;

    String streamed() {
        return signals.stream()
                .filter(AnswerChunk.class::isInstance)
                .map(signal -> ((AnswerChunk) signal).text())
                .collect(Collectors.joining());
    }

    @Override
    public Mono<Void> publish(ConversationKey conversation, LiveSignal signal) {
        return Mono.fromRunnable(() -> signals.add(signal));
    }

    @Override
    public Mono<Void> append(ConversationKey conversation, ConversationFact fact) {
        return Mono.fromRunnable(() -> {
            if (failures > 0) {
                failures--;
                throw new IllegalStateException("not acknowledged");
            }
            switch (fact) {
                case AnswerEvent end -> ends.add(end);
                case HumanRequested call -> calls.add(call);
                default -> throw new IllegalArgumentException("nothing that answering appends");
            }
        });
    }

    @Override
    public Mono<Void> caughtUp(ConversationKey conversation) {
        return Mono.defer(() -> behind ? Mono.error(new IllegalStateException("behind")) : Mono.empty());
    }
}
