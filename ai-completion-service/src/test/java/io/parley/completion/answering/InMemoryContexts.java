package io.parley.completion.answering;

import io.parley.events.log.ConversationKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** Contexts in memory. */
final class InMemoryContexts implements Contexts {

    final Map<ConversationKey, ConversationContext> stored = new HashMap<>();

    /** Runs once before the next replacement: what another replica does in between. */
    Runnable meanwhile = () -> {};

    void put(ConversationContext context) {
        stored.put(context.key(), context);
    }

    @Override
    public Mono<Map<ConversationKey, ConversationContext>> find(Collection<ConversationKey> keys) {
        return Mono.fromSupplier(() -> stored.values().stream()
                .filter(context -> keys.contains(context.key()))
                .collect(Collectors.toMap(ConversationContext::key, context -> context)));
    }

    @Override
    public Mono<Map<ConversationKey, Standing>> standings(Collection<ConversationKey> keys) {
        return find(keys)
                .map(found -> found.values().stream()
                        .collect(Collectors.toMap(
                                ConversationContext::key,
                                context -> new Standing(
                                        context.reading().seq(),
                                        context.reading().fence(),
                                        context.pending()))));
    }

    @Override
    public Mono<Boolean> replace(Collection<Change> changes) {
        return Mono.fromSupplier(() -> {
            var other = meanwhile;
            meanwhile = () -> {};
            other.run();
            boolean all = true;
            for (var change : changes) {
                var before = stored.getOrDefault(
                        change.next().key(),
                        ConversationContext.none(change.next().key()));
                if (before.reading().seq() == change.readSeq()) {
                    put(change.next());
                } else {
                    all = false;
                }
            }
            return all;
        });
    }
}
