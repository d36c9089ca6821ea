package io.parley.completion.chatbot;

import io.parley.completion.chatbot.OwnChatbots.Name;
import io.parley.events.Chatbot;
import io.parley.platform.problem.Problem;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a tenant's admins do with the tenant's own chatbots. The database is written first, then the key, then the
 * catalogue: a chatbot that nobody was told of yet is asked nothing, and one whose change was not told of is told of at
 * the next start. Fails with a {@link Problem}.
 */
public final class EditChatbots {

    /** Of a page of versions, and of the one who asks for more. */
    public static final int MOST_VERSIONS = 200;

    private final OwnChatbots own;
    private final Chatbots chatbots;
    private final ChatbotKeys keys;
    private final AnnounceChatbots announcing;
    private final Clock clock;

    EditChatbots(OwnChatbots own, Chatbots chatbots, ChatbotKeys keys, AnnounceChatbots announcing, Clock clock) {
        this.own = own;
        this.chatbots = chatbots;
        this.keys = keys;
        this.announcing = announcing;
        this.clock = clock;
    }

    /**
     * A chatbot with what may be shown of its key.
     *
     * @param kept null for one that every tenant has, which nobody can change
     */
    public record Described(
            ChatbotProfile profile, @Nullable KeptChatbot kept, ChatbotKeys.@Nullable Shown key) {}

    /**
     * The version somebody means to change; null where any will do.
     *
     * @param required by the request's condition: another one fails with 412
     * @param seen as the request's own content says: another one fails with 409
     */
    public record Expected(
            @Nullable Integer required, @Nullable Integer seen) {

        void check(int version) {
            if (required != null && required != version) {
                throw Problem.preconditionFailed("The chatbot's version is %d.".formatted(version));
            }
            if (seen != null && seen != version) {
                throw changed();
            }
        }
    }

    public Flux<Described> list(String tenant) {
        return own.list(tenant)
                .collectMap(kept -> kept.profile().id())
                .flatMapMany(mine -> chatbots.list(tenant).concatMap(profile -> {
                    var kept = mine.get(profile.id());
                    return kept == null ? Mono.just(new Described(profile, null, null)) : described(kept);
                }));
    }

    /** The tenant's own, else the one that every tenant has. */
    public Mono<Described> find(Name name) {
        return own.find(name)
                .flatMap(this::described)
                .switchIfEmpty(Mono.defer(() ->
                        chatbots.find(name.tenant(), name.id()).map(profile -> new Described(profile, null, null))))
                .switchIfEmpty(Mono.error(EditChatbots::unknown));
    }

    private Mono<Described> described(KeptChatbot kept) {
        return key(name(kept.profile())).map(key -> new Described(kept.profile(), kept, key.orElse(null)));
    }

    private Mono<Optional<ChatbotKeys.Shown>> key(Name name) {
        return keys.find(name).map(Optional::of).defaultIfEmpty(Optional.empty());
    }

    /** @param takesPlace whether it may take the place of one that every tenant has */
    public Mono<Described> create(ChatbotProfile profile, KeyChange change, boolean takesPlace) {
        var name = name(profile);
        return checked(profile, change, null, false)
                .flatMap(allowed -> (takesPlace ? Mono.<Void>empty() : refuseTaken(name))
                        // One of the same name may still be leaving, and would take what belongs to the new one along.
                        .then(Mono.defer(() -> announcing.seeOff(name)))
                        .then(Mono.defer(() -> add(allowed, change))));
    }

    private Mono<Described> add(ChatbotProfile profile, KeyChange change) {
        var name = name(profile);
        var now = now();
        var kept = new KeptChatbot(profile, 1, now, now);
        var undo = Mono.defer(() -> own.leave(kept)).then(Mono.defer(() -> announcing.seeOff(name)));
        return own.add(kept).flatMap(added -> added ? stored(kept, change, undo) : Mono.error(taken(name)));
    }

    private Mono<Void> refuseTaken(Name name) {
        return chatbots.find(name.tenant(), name.id()).flatMap(_ -> Mono.error(taken(name)));
    }

    /** Puts another form of a chatbot in the place of its newest. */
    public Mono<Described> replace(ChatbotProfile profile, KeyChange change, Expected expected) {
        var name = name(profile);
        return mine(name).flatMap(before -> {
            expected.check(before.version());
            return key(name)
                    .flatMap(key -> checked(profile, change, before.profile().baseUrl(), key.isPresent()))
                    .flatMap(allowed -> replace(before, allowed, change));
        });
    }

    private Mono<Described> replace(KeptChatbot before, ChatbotProfile profile, KeyChange change) {
        var next = before.changed(profile, now());
        var undo = Mono.defer(() -> own.replace(next, next.changed(before.profile(), now())))
                .then();
        return own.replace(before, next)
                .flatMap(replaced -> replaced ? stored(next, change, undo) : Mono.error(changed()));
    }

    /** What is done after a chatbot is stored; where its key cannot be, the chatbot goes back to what it was. */
    private Mono<Described> stored(KeptChatbot kept, KeyChange change, Mono<Void> undo) {
        var name = name(kept.profile());
        var keyStored =
                switch (change) {
                    case KeyChange.Keep _ -> Mono.<Void>empty();
                    case KeyChange.Remove _ -> keys.delete(name);
                    case KeyChange.Put put ->
                        keys.put(name, put.apiKey(), kept.profile().baseUrl()).then();
                };
        return keyStored
                .onErrorResume(failure -> undo.then(Mono.error(failure)))
                .then(Mono.defer(() -> told(kept)));
    }

    private Mono<Described> told(KeptChatbot kept) {
        return Mono.defer(() -> announcing.announce(name(kept.profile()))).then(Mono.defer(() -> described(kept)));
    }

    /**
     * A key and its address are one credential: an address changes with its key or not at all, and without a key of
     * its own a chatbot has none, because the suite's goes nowhere else.
     */
    private Mono<ChatbotProfile> checked(
            ChatbotProfile profile, KeyChange change, @Nullable String addressBefore, boolean hasKey) {
        var address = profile.baseUrl();
        return switch (change) {
            case KeyChange.Put _ ->
                address == null
                        ? Mono.just(profile)
                        : keys.requireAllowed(address).map(profile::at);
            case KeyChange.Keep _
            when hasKey ->
                Objects.equals(address, addressBefore)
                        ? Mono.just(profile)
                        : Mono.error(keyNeeded("api_key must be given again with another base_url."));
            case KeyChange.Keep _, KeyChange.Remove _ ->
                address == null
                        ? Mono.just(profile)
                        : Mono.error(
                                keyNeeded("base_url needs an api_key of the chatbot's own: no other key goes there."));
        };
    }

    /** Deletes a chatbot with all that belongs to it. One whose deletion was broken off is deleted to the end. */
    public Mono<Void> delete(Name name, Expected expected) {
        return own.leaving(name)
                .map(_ -> true)
                .switchIfEmpty(Mono.defer(() -> mine(name).flatMap(kept -> {
                    expected.check(kept.version());
                    return own.leave(kept).filter(left -> left).switchIfEmpty(Mono.error(EditChatbots::changed));
                })))
                .then(Mono.defer(() -> announcing.seeOff(name)));
    }

    /** The versions before another one, newest first; all where there is no such bound. */
    public Flux<KeptChatbot> versions(Name name, long before, int limit) {
        return mine(name).flatMapMany(newest -> {
            int last = (int) Math.min(newest.version(), before - 1);
            int first = Math.max(1, last - limit + 1);
            return own.versions(name, first, Math.min(last, newest.version() - 1))
                    .concatWith(last == newest.version() ? Mono.just(newest) : Mono.empty())
                    .sort((a, b) -> Integer.compare(b.version(), a.version()));
        });
    }

    public Mono<KeptChatbot> version(Name name, int version) {
        return mine(name)
                .flatMap(newest -> newest.version() == version ? Mono.just(newest) : own.version(name, version))
                .switchIfEmpty(Mono.error(() -> Problem.notFound("version")));
    }

    private Mono<KeptChatbot> mine(Name name) {
        return own.find(name)
                .switchIfEmpty(Mono.defer(() -> chatbots.find(name.tenant(), name.id())
                        .flatMap(profile -> Mono.error(Problem.conflict("not_editable", whyNotEditable(profile))))))
                .switchIfEmpty(Mono.error(EditChatbots::unknown));
    }

    private static String whyNotEditable(ChatbotProfile profile) {
        return profile.tenant().equals(Chatbot.EVERY_TENANT)
                ? "Every tenant has this chatbot. One of your own with the same id takes its place."
                : "This chatbot is put in at each start, and changed where that is said.";
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Name name(ChatbotProfile profile) {
        return new Name(profile.tenant(), profile.id());
    }

    private static Problem unknown() {
        return Problem.notFound("chatbot");
    }

    private static Problem taken(Name name) {
        return Problem.conflict("conflict", "There is a chatbot %s already.".formatted(name.id()));
    }

    private static Problem changed() {
        return Problem.conflict("conflict", "The chatbot was changed meanwhile; read it again.");
    }

    private static Problem keyNeeded(String detail) {
        return Problem.badRequest("bad_request", detail);
    }
}
