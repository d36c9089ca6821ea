package io.parley.completion.chatbot;

import io.parley.completion.chatbot.OwnChatbots.Name;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Brings the catalogue to what the database has. Whoever announces a chatbot looks at it again afterwards, and
 * announces it again where it has changed: so whatever replicas do at the same time, the last announcement is true.
 *
 * <p>A process that died between database and catalogue, or before a deleted chatbot had left whole, is made up for by
 * the next one that starts.
 */
final class AnnounceChatbots {

    private static final Logger log = LoggerFactory.getLogger(AnnounceChatbots.class);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final OwnChatbots own;
    private final ChatbotCatalogue catalogue;
    private final List<ChatbotBelongings> belongings;

    AnnounceChatbots(OwnChatbots own, ChatbotCatalogue catalogue, List<ChatbotBelongings> belongings) {
        this.own = own;
        this.catalogue = catalogue;
        this.belongings = List.copyOf(belongings);
    }

    /** Called by the starting process, before it serves anybody. */
    void start() {
        try {
            repair().toFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while the tenants' chatbots were announced", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the tenants' chatbots cannot be announced", e);
        }
    }

    Mono<Void> repair() {
        return all().flatMap(before -> catalogue
                        .publish(before.values().stream()
                                .map(ChatbotProfile::announced)
                                .toList())
                        .then(all())
                        .flatMapMany(now -> Flux.fromIterable(before.entrySet())
                                .filter(entry -> !entry.getValue().equals(now.get(entry.getKey()))))
                        .concatMap(changed -> announce(changed.getKey()))
                        .then())
                .thenMany(own.leaving())
                .concatMap(this::seeOff)
                .then();
    }

    private Mono<Map<Name, ChatbotProfile>> all() {
        return own.all().map(KeptChatbot::profile).collectMap(profile -> new Name(profile.tenant(), profile.id()));
    }

    /** Tells everybody what has become of a chatbot: its newest form, or that it is gone. */
    Mono<Void> announce(Name name) {
        return state(name)
                .flatMap(announced -> publish(name, announced)
                        .then(state(name))
                        .filter(now -> !now.equals(announced))
                        .flatMap(_ -> announce(name)));
    }

    private Mono<Optional<ChatbotProfile>> state(Name name) {
        return own.find(name).map(KeptChatbot::profile).map(Optional::of).defaultIfEmpty(Optional.empty());
    }

    private Mono<Void> publish(Name name, Optional<ChatbotProfile> profile) {
        return profile.map(there -> catalogue.publish(List.of(there.announced())))
                .orElseGet(() -> catalogue.withdraw(name.tenant(), name.id()));
    }

    /** Completes a deletion; where none is under way, nothing happens. */
    Mono<Void> seeOff(Name name) {
        return own.leaving(name)
                .flatMap(lastVersion -> announce(name)
                        .thenMany(Flux.fromIterable(belongings))
                        .concatMap(one -> one.removeAll(name.tenant(), name.id()))
                        .then(own.forget(name, lastVersion))
                        .doOnSuccess(_ -> log.info("Chatbot {}/{} is deleted", name.tenant(), name.id())));
    }
}
