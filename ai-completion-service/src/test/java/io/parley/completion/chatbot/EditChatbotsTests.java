package io.parley.completion.chatbot;

import static io.parley.completion.chatbot.ChatbotFixtures.aChatbot;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.completion.chatbot.EditChatbots.Expected;
import io.parley.completion.chatbot.OwnChatbots.Name;
import io.parley.events.Chatbot;
import io.parley.platform.problem.Problem;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What admins do, with everything in memory. */
class EditChatbotsTests {

    private static final Name SHOP = new Name("t", "shop");
    private static final Expected ANY = new Expected(null, null);
    private static final KeyChange KEEP = new KeyChange.Keep();
    private static final String ADDRESS = "https://models.example.com/v1";

    private final InMemoryOwnChatbots own = new InMemoryOwnChatbots();
    private final Keys keys = new Keys();
    private final List<String> announced = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private @Nullable Runnable whileAnnouncing;
    private @Nullable RuntimeException belongingsFail;

    private final ChatbotCatalogue catalogue = new ChatbotCatalogue() {
        @Override
        public Mono<Void> publish(List<Chatbot> chatbots) {
            return Mono.fromRunnable(() -> {
                chatbots.forEach(chatbot -> announced.add(chatbot.key() + " " + chatbot.name()));
                interfere();
            });
        }

        @Override
        public Mono<Void> withdraw(String tenant, String id) {
            return Mono.fromRunnable(() -> {
                announced.add(tenant + "/" + id + " gone");
                interfere();
            });
        }

        private void interfere() {
            var once = whileAnnouncing;
            whileAnnouncing = null;
            if (once != null) {
                once.run();
            }
        }
    };

    private final Chatbots chatbots = new Chatbots() {
        @Override
        public Mono<ChatbotProfile> find(String tenant, String id) {
            return id.equals("leta") ? Mono.just(aChatbot(Chatbot.EVERY_TENANT, "leta")) : Mono.empty();
        }

        @Override
        public Flux<ChatbotProfile> list(String tenant) {
            return Flux.concat(
                    own.list(tenant).map(KeptChatbot::profile), Flux.just(aChatbot(Chatbot.EVERY_TENANT, "leta")));
        }

        @Override
        public Mono<Void> save(ChatbotProfile profile) {
            return Mono.error(new AssertionError("not here"));
        }
    };

    private final AnnounceChatbots announcing = new AnnounceChatbots(
            own,
            catalogue,
            List.of(
                    keys,
                    (tenant, id) -> Mono.fromRunnable(() -> {
                        var failure = belongingsFail;
                        belongingsFail = null;
                        if (failure != null) {
                            throw failure;
                        }
                        removed.add(tenant + "/" + id);
                    })));

    private final EditChatbots editing =
            new EditChatbots(own, chatbots, keys, announcing, Clock.fixed(ChatbotFixtures.NOW, ZoneOffset.UTC));

    /** Keys of this process; one address is not allowed, and one key cannot be stored. */
    private static final class Keys implements ChatbotKeys, ChatbotBelongings {

        private final Map<Name, String> stored = new HashMap<>();
        private final Map<Name, Shown> shown = new HashMap<>();

        @Override
        public Mono<Shown> find(Name name) {
            return Mono.fromSupplier(() -> shown.get(name));
        }

        @Override
        public Mono<String> requireAllowed(String baseUrl) {
            return baseUrl.contains("127.0.0.1")
                    ? Mono.error(Problem.badRequest("base_url_not_allowed", "no"))
                    : Mono.just(baseUrl);
        }

        @Override
        public Mono<Shown> put(Name name, String apiKey, @Nullable String baseUrl) {
            return Mono.fromSupplier(() -> {
                if (apiKey.equals("unstorable")) {
                    throw Problem.unavailable("no_master_key", "no");
                }
                stored.put(name, apiKey + "@" + baseUrl);
                var one = new Shown(apiKey.substring(apiKey.length() - 2), baseUrl);
                shown.put(name, one);
                return one;
            });
        }

        @Override
        public Mono<Void> delete(Name name) {
            return Mono.fromRunnable(() -> {
                stored.remove(name);
                shown.remove(name);
            });
        }

        @Override
        public Mono<Void> removeAll(String tenant, String chatbotId) {
            return delete(new Name(tenant, chatbotId));
        }
    }

    @Test
    void storesThenTellsEverybody() {
        StepVerifier.create(editing.create(aChatbot("t", "shop"), new KeyChange.Put("sk-12"), true))
                .assertNext(made -> {
                    assertThat(made.kept())
                            .isNotNull()
                            .extracting(KeptChatbot::version)
                            .isEqualTo(1);
                    assertThat(made.key()).isEqualTo(new ChatbotKeys.Shown("12", null));
                })
                .verifyComplete();

        assertThat(own.stored).containsOnlyKeys(SHOP);
        assertThat(keys.stored).containsEntry(SHOP, "sk-12@null");
        assertThat(announced).containsExactly("t/shop Shop");
    }

    @Test
    void makesNoSecondOneOfAName() {
        create();

        expect(editing.create(aChatbot("t", "shop"), KEEP, true), 409, "conflict");

        assertThat(announced).hasSize(1);
    }

    @Test
    void takesThePlaceOfEverybodysOnlyWhereThatIsMeant() {
        expect(editing.create(aChatbot("t", "leta"), KEEP, false), 409, "conflict");

        StepVerifier.create(editing.create(aChatbot("t", "leta"), KEEP, true))
                .expectNextCount(1)
                .verifyComplete();
    }

    @Test
    void changesNothingThatEverybodyHas() {
        expect(editing.replace(aChatbot("t", "leta"), KEEP, ANY), 409, "not_editable");
        expect(editing.delete(new Name("t", "leta"), ANY), 409, "not_editable");
        expect(editing.versions(new Name("t", "leta"), 10, 10).then(), 409, "not_editable");
        StepVerifier.create(editing.find(new Name("t", "leta")))
                .assertNext(found -> assertThat(found.kept()).isNull())
                .verifyComplete();
    }

    @Test
    void knowsNothingOfWhatIsSomebodyElses() {
        create();
        var foreign = new Name("other", "shop");

        expect(editing.find(foreign), 404, "not_found");
        expect(editing.replace(aChatbot("other", "shop"), KEEP, ANY), 404, "not_found");
        expect(editing.delete(foreign, ANY), 404, "not_found");
        expect(editing.versions(foreign, 10, 10).then(), 404, "not_found");
        expect(editing.version(foreign, 1), 404, "not_found");
    }

    @Test
    void keepsWhatItWasBefore() {
        create();
        change("Be brief.");
        change("Be long.");

        StepVerifier.create(editing.versions(SHOP, 100, 10).map(KeptChatbot::version))
                .expectNext(3, 2, 1)
                .verifyComplete();
        StepVerifier.create(editing.versions(SHOP, 3, 1).map(KeptChatbot::version))
                .expectNext(2)
                .verifyComplete();
        StepVerifier.create(editing.versions(SHOP, 1, 10)).verifyComplete();
        StepVerifier.create(editing.version(SHOP, 2).map(kept -> kept.profile().persona()))
                .expectNext("Be brief.")
                .verifyComplete();
        StepVerifier.create(editing.version(SHOP, 3).map(kept -> kept.profile().persona()))
                .expectNext("Be long.")
                .verifyComplete();
        expect(editing.version(SHOP, 4), 404, "not_found");
        expect(editing.version(SHOP, 0), 404, "not_found");
    }

    @Test
    void losesNoUpdate() {
        create();
        change("Be brief.");

        expect(editing.replace(aChatbot("t", "shop"), KEEP, new Expected(1, null)), 412, "precondition_failed");
        expect(editing.replace(aChatbot("t", "shop"), KEEP, new Expected(null, 1)), 409, "conflict");
        expect(editing.delete(SHOP, new Expected(1, null)), 412, "precondition_failed");
        StepVerifier.create(editing.replace(aChatbot("t", "shop"), KEEP, new Expected(2, 2)))
                .expectNextCount(1)
                .verifyComplete();
    }

    @Test
    void keepsAKeyAndItsAddressTogether() {
        StepVerifier.create(
                        editing.create(aChatbot("t", "shop", "Be kind.", ADDRESS), new KeyChange.Put("sk-12"), true))
                .expectNextCount(1)
                .verifyComplete();

        expect(editing.replace(aChatbot("t", "shop", "x", "https://evil.example"), KEEP, ANY), 400, "bad_request");
        expect(editing.replace(aChatbot("t", "shop", "x", null), KEEP, ANY), 400, "bad_request");
        expect(editing.replace(aChatbot("t", "shop", "x", ADDRESS), new KeyChange.Remove(), ANY), 400, "bad_request");
        expect(
                editing.replace(aChatbot("t", "shop", "x", "http://127.0.0.1/v1"), new KeyChange.Put("sk-13"), ANY),
                400,
                "base_url_not_allowed");
        assertThat(keys.stored).containsEntry(SHOP, "sk-12@" + ADDRESS);

        StepVerifier.create(editing.replace(aChatbot("t", "shop", "x", ADDRESS), KEEP, ANY))
                .assertNext(changed -> assertThat(changed.key()).isNotNull())
                .verifyComplete();
        StepVerifier.create(editing.replace(aChatbot("t", "shop", "x", null), new KeyChange.Put("sk-14"), ANY))
                .expectNextCount(1)
                .verifyComplete();
        assertThat(keys.stored).containsEntry(SHOP, "sk-14@null");
        StepVerifier.create(editing.replace(aChatbot("t", "shop", "x", null), new KeyChange.Remove(), ANY))
                .assertNext(changed -> assertThat(changed.key()).isNull())
                .verifyComplete();
        assertThat(keys.stored).isEmpty();
    }

    @Test
    void sendsNoOtherKeyToAnAddressOfItsOwn() {
        expect(editing.create(aChatbot("t", "shop", "x", ADDRESS), KEEP, true), 400, "bad_request");
        expect(editing.create(aChatbot("t", "shop", "x", ADDRESS), new KeyChange.Remove(), true), 400, "bad_request");
        assertThat(own.stored).isEmpty();
    }

    @Test
    void takesBackWhatAKeyThatCannotBeStoredWasFor() {
        expect(editing.create(aChatbot("t", "shop"), new KeyChange.Put("unstorable"), true), 503, "no_master_key");
        assertThat(own.stored).isEmpty();
        assertThat(own.leaving).isEmpty();

        create();
        expect(
                editing.replace(aChatbot("t", "shop", "x", null), new KeyChange.Put("unstorable"), ANY),
                503,
                "no_master_key");
        assertThat(own.stored.get(SHOP).profile().persona()).isEqualTo("Be kind.");
    }

    @Test
    void removesAllThatBelongsToADeletedOne() {
        create();
        change("Be brief.");

        StepVerifier.create(editing.delete(SHOP, ANY)).verifyComplete();

        assertThat(own.stored).isEmpty();
        assertThat(own.leaving).isEmpty();
        assertThat(own.versions).isEmpty();
        assertThat(keys.stored).isEmpty();
        assertThat(removed).containsExactly("t/shop");
        assertThat(announced).endsWith("t/shop gone");
        expect(editing.delete(SHOP, ANY), 404, "not_found");
    }

    @Test
    void goesOnWithADeletionThatWasBrokenOff() {
        create();
        belongingsFail = Problem.unavailable("unavailable", "away");
        expect(editing.delete(SHOP, ANY), 503, "unavailable");
        expect(editing.find(SHOP), 404, "not_found");
        assertThat(own.leaving).containsKey(SHOP);

        StepVerifier.create(editing.delete(SHOP, ANY)).verifyComplete();

        assertThat(own.leaving).isEmpty();
        assertThat(removed).hasSize(1);
    }

    @Test
    void seesOffTheOldOneBeforeANewOneHasItsName() {
        create();
        belongingsFail = Problem.unavailable("unavailable", "away");
        expect(editing.delete(SHOP, ANY), 503, "unavailable");

        create();

        assertThat(own.leaving).isEmpty();
        assertThat(removed).hasSize(1);
        assertThat(own.stored.get(SHOP).version()).isEqualTo(1);
        assertThat(announced).endsWith("t/shop Shop");
    }

    @Test
    void makesUpForWhatADeadProcessLeftOut() {
        own.stored.put(SHOP, ChatbotFixtures.kept(aChatbot("t", "shop"), 1));
        own.leaving.put(new Name("t", "old"), 3);

        StepVerifier.create(announcing.repair()).verifyComplete();

        assertThat(announced).containsExactly("t/shop Shop", "t/old gone");
        assertThat(removed).containsExactly("t/old");
        assertThat(own.leaving).isEmpty();
    }

    @Test
    void announcesTheNewestLast() {
        own.stored.put(SHOP, ChatbotFixtures.kept(aChatbot("t", "shop"), 1));
        // Deleted by another replica between being read and being announced here.
        whileAnnouncing = () -> own.stored.clear();

        StepVerifier.create(announcing.repair()).verifyComplete();

        assertThat(announced).containsExactly("t/shop Shop", "t/shop gone");
    }

    @Test
    void listsOnesOwnWithTheirKeysAndThoseOfEverybody() {
        create();

        StepVerifier.create(editing.list("t").map(one -> one.profile().id() + " " + (one.kept() != null)))
                .expectNext("shop true", "leta false")
                .verifyComplete();
    }

    private void create() {
        StepVerifier.create(editing.create(aChatbot("t", "shop"), KEEP, true))
                .expectNextCount(1)
                .verifyComplete();
    }

    private void change(String persona) {
        StepVerifier.create(editing.replace(aChatbot("t", "shop", persona, null), KEEP, ANY))
                .expectNextCount(1)
                .verifyComplete();
    }

    private static void expect(Mono<?> call, int status, String code) {
        StepVerifier.create(call)
                .expectErrorSatisfies(failure -> {
                    assertThat(failure).isInstanceOf(Problem.class);
                    assertThat(((Problem) failure).status().value()).isEqualTo(status);
                    assertThat(((Problem) failure).code()).isEqualTo(code);
                })
                .verify();
    }
}
