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
                .containsExactly(new ChatbotProfile(
                        "*", "kind", "Kind", "Hi!", "Be kind.", null, 0.5, 100, WhileAnswering.INTERRUPT, rules));
        assertThat(announced).containsExactly(new Chatbot("*", "kind", "Kind", "Hi!", WhileAnswering.INTERRUPT));
    }

    @Test
    void letsQuestionsWaitAndCallsNobodyWhereNothingIsSaid() throws Exception {
        seed("\"model\":\"big\"");

        assertThat(stored)
                .containsExactly(new ChatbotProfile(
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
    void doesNotStartWithASeedThatIsWrong() {
        assertThatThrownBy(() -> seed("\"while_answering\":\"sometimes\"")).isNotNull();
        assertThatThrownBy(() -> seed("\"handoff\":{\"after_failures\":-1}")).isNotNull();
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
