package io.parley.completion.chatbot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.events.Chatbot;
import io.parley.events.WhileAnswering;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.FileSystemResource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class SeedChatbotsTests {

    @TempDir
    private Path folder;

    private final List<ChatbotProfile> stored = new ArrayList<>();
    private final List<Chatbot> announced = new ArrayList<>();

    private final Chatbots chatbots = new Chatbots() {
        @Override
        public Mono<ChatbotProfile> find(String tenant, String id) {
            return Mono.empty();
        }

        @Override
        public Flux<ChatbotProfile> list(String tenant) {
            return Flux.empty();
        }

        @Override
        public Mono<Void> save(ChatbotProfile profile) {
            return Mono.fromRunnable(() -> stored.add(profile));
        }
    };

    @BeforeEach
    void writePersona() throws Exception {
        Files.writeString(folder.resolve("kind.md"), "<!-- kind 1 -->\nBe kind.\n");
    }

    @Test
    void readsRulesAndThePersonaBesideTheFile() throws Exception {
        seed("\"while_answering\":\"interrupt\",\"handoff\":{\"words\":[\"human\"],\"tool\":true}");

        var rules = new Handoff(List.of("human"), true, 0);
        assertThat(stored)
                .containsExactly(ChatbotFixtures.plain(
                        "*", "kind", "Kind", "Hi!", "Be kind.", null, 0.5, 100, WhileAnswering.INTERRUPT, rules));
        assertThat(announced).containsExactly(new Chatbot("*", "kind", "Kind", "Hi!", WhileAnswering.INTERRUPT));
    }

    @Test
    void letsQuestionsWaitAndCallsNobodyWhereNothingIsSaid() throws Exception {
        seed("\"model\":\"big\"");

        assertThat(stored)
                .containsExactly(ChatbotFixtures.plain(
                        "*",
                        "kind",
                        "Kind",
                        "Hi!",
                        "Be kind.",
                        "big",
                        0.5,
                        100,
                        WhileAnswering.ENQUEUE,
                        Handoff.NEVER));
    }

    @Test
    void readsWhatAChatbotMaySpendAndWhereItLooks() throws Exception {
        seed("""
                "model":"big","fallback_model":"small","budgets":{"user_tokens_per_day":1000,"chatbot_tokens_per_month":9},
                "retrieval":{"top_k":3,"min_score":0.35}""");

        var profile = stored.getFirst();
        assertThat(profile.fallbackModel()).isEqualTo("small");
        assertThat(profile.budgets()).isEqualTo(new Budgets(1000L, null, null, 9L));
        assertThat(profile.retrieval()).isEqualTo(new RetrievalSettings(true, 3, 0.35));
        assertThat(profile.provider()).isEqualTo(ModelProvider.OPENAI);
    }

    @Test
    void looksIntoNoDocumentsWhereTheSeedSaysSo() throws Exception {
        seed("\"temperature\":2,\"max_tokens\":1,\"retrieval\":{\"enabled\":false,\"embedding_model\":\"e-1\"}");

        assertThat(stored.getFirst().temperature()).isEqualTo(2);
        assertThat(stored.getFirst().maxTokens()).isOne();
        assertThat(stored.getFirst().retrieval()).isEqualTo(new RetrievalSettings(false, 5, 0, "e-1"));
        assertThat(stored.getFirst().budgets()).isEqualTo(Budgets.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"while_answering\":\"sometimes\"",
                "\"handoff\":{\"after_failures\":-1}",
                "\"handoff\":{\"after_failure\":1}",
                "\"fallback_modle\":\"small\"",
                "\"fallback_model\":\" \"",
                "\"model\":\"big\",\"fallback_model\":\"big\"",
                "\"budgets\":{\"user_tokens_per_day\":0}",
                "\"budgets\":{\"chatbot_tokens_per_month\":-5}",
                "\"budgets\":{\"user_tokens_per_week\":5}",
                "\"retrieval\":{\"top_k\":0}",
                "\"retrieval\":{\"top_k\":21}",
                "\"retrieval\":{\"min_score\":1.5}",
                "\"retrieval\":{\"enabled\":\"sure\"}",
                "\"id\":\"no/id\"",
                "\"id\":null",
                "\"name\":\" \"",
                "\"tenant\":\"\"",
                "\"temperature\":2.5",
                "\"max_tokens\":0"
            })
    void doesNotStartWithASeedThatIsWrong(String wrong) {
        assertThatThrownBy(() -> seed(wrong)).isNotNull();
        assertThat(stored).isEmpty();
    }

    private void seed(String more) throws Exception {
        var file = folder.resolve("bots.json");
        Files.writeString(file, """
                {"chatbots":[{"tenant":"*","id":"kind","name":"Kind","greeting":"Hi!","persona":"kind.md",
                "temperature":0.5,"max_tokens":100,%s}]}""".formatted(more));
        new SeedChatbots(new FileSystemResource(file), chatbots, new ChatbotCatalogue() {
                    @Override
                    public Mono<Void> publish(List<Chatbot> all) {
                        return Mono.fromRunnable(() -> announced.addAll(all));
                    }

                    @Override
                    public Mono<Void> withdraw(String tenant, String id) {
                        return Mono.error(new AssertionError("nothing is withdrawn"));
                    }
                })
                .start();
    }
}
