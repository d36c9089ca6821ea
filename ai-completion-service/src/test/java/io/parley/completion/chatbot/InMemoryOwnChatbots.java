package io.parley.completion.chatbot;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Chatbots of this process. */
final class InMemoryOwnChatbots implements OwnChatbots {

    final Map<Name, KeptChatbot> stored = new HashMap<>();
    final Map<Name, Integer> leaving = new HashMap<>();
    final Map<Name, TreeMap<Integer, KeptChatbot>> versions = new HashMap<>();

    @Override
    public Mono<KeptChatbot> find(Name name) {
        return Mono.fromSupplier(() -> stored.get(name));
    }

    @Override
    public Flux<KeptChatbot> list(String tenant) {
        return all().filter(chatbot -> chatbot.profile().tenant().equals(tenant));
    }

    @Override
    public Flux<KeptChatbot> all() {
        return Flux.defer(() -> Flux.fromIterable(List.copyOf(stored.values())));
    }

    @Override
    public Mono<Boolean> add(KeptChatbot chatbot) {
        var name = name(chatbot);
        return Mono.fromSupplier(() -> !leaving.containsKey(name) && stored.putIfAbsent(name, chatbot) == null);
    }

    @Override
    public Mono<Boolean> replace(KeptChatbot before, KeptChatbot next) {
        return Mono.fromSupplier(() -> {
            keep(before);
            return stored.replace(name(before), before, next);
        });
    }

    private void keep(KeptChatbot before) {
        versions.computeIfAbsent(name(before), _ -> new TreeMap<>()).put(before.version(), before);
    }

    @Override
    public Mono<Boolean> leave(KeptChatbot chatbot) {
        return Mono.fromSupplier(() -> {
            boolean left = stored.remove(name(chatbot), chatbot);
            if (left) {
                leaving.put(name(chatbot), chatbot.version());
            }
            return left;
        });
    }

    @Override
    public Mono<Integer> leaving(Name name) {
        return Mono.fromSupplier(() -> leaving.get(name));
    }

    @Override
    public Flux<Name> leaving() {
        return Flux.defer(() -> Flux.fromIterable(List.copyOf(leaving.keySet())));
    }

    @Override
    public Mono<Void> forget(Name name, int lastVersion) {
        return Mono.fromRunnable(() -> {
            versions.remove(name);
            leaving.remove(name, lastVersion);
        });
    }

    @Override
    public Mono<KeptChatbot> version(Name name, int version) {
        return Mono.fromSupplier(
                () -> versions.getOrDefault(name, new TreeMap<>()).get(version));
    }

    @Override
    public Flux<KeptChatbot> versions(Name name, int from, int to) {
        return Flux.range(from, Math.max(0, to - from + 1)).concatMap(version -> version(name, version));
    }

    private static Name name(KeptChatbot chatbot) {
        return new Name(chatbot.profile().tenant(), chatbot.profile().id());
    }
}
