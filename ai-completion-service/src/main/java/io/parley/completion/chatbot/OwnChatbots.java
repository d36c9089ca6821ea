package io.parley.completion.chatbot;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The chatbots that tenants made themselves, with what they were before. Those that every tenant has are not here. */
public interface OwnChatbots {

    /** Which chatbot. */
    record Name(String tenant, String id) {}

    Mono<KeptChatbot> find(Name name);

    Flux<KeptChatbot> list(String tenant);

    /** Of all tenants. */
    Flux<KeptChatbot> all();

    /** False where there is one already, or one that is leaving. */
    Mono<Boolean> add(KeptChatbot chatbot);

    /** Keeps what it was before as a version, and puts the next one in its place; false where somebody was faster. */
    Mono<Boolean> replace(KeptChatbot before, KeptChatbot next);

    /** From now on it is not there; what is left says so until {@link #forget}. False where somebody was faster. */
    Mono<Boolean> leave(KeptChatbot chatbot);

    /** The last version of one that is leaving; empty where none of this name is. */
    Mono<Integer> leaving(Name name);

    Flux<Name> leaving();

    /** Ends a leaving: nothing is left of it, nor of what it was before. */
    Mono<Void> forget(Name name, int lastVersion);

    /** What it was in a version before the newest. */
    Mono<KeptChatbot> version(Name name, int version);

    /** The versions from one to another, both included, without the newest; in no order. */
    Flux<KeptChatbot> versions(Name name, int from, int to);
}
