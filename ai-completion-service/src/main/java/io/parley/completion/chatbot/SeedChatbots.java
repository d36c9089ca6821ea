package io.parley.completion.chatbot;

import io.parley.events.WhileAnswering;
import io.parley.events.log.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Puts the chatbots of the seed file into the database and the catalogue, each time the service starts and before it
 * reads its first question. A persona is a file of its own, beside the seed.
 */
final class SeedChatbots {

    private static final Logger log = LoggerFactory.getLogger(SeedChatbots.class);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Resource file;
    private final Chatbots chatbots;
    private final ChatbotCatalogue catalogue;

    private record Seed(List<Entry> chatbots) {}

    private record Entry(
            String tenant,
            String id,
            String name,
            String greeting,
            String persona,
            @Nullable String model,
            double temperature,
            int maxTokens,
            @Nullable WhileAnswering whileAnswering,
            @Nullable HandoffEntry handoff) {

        Handoff rules() {
            return handoff == null ? Handoff.NEVER : handoff.rules();
        }
    }

    /** What is left out is not wanted. */
    private record HandoffEntry(
            @Nullable List<String> words,
            @Nullable Boolean tool,
            @Nullable Integer afterFailures,
            @Nullable Boolean whenNothingFound) {

        Handoff rules() {
            return new Handoff(
                    Objects.requireNonNullElse(words, List.of()),
                    Objects.requireNonNullElse(tool, false),
                    Objects.requireNonNullElse(afterFailures, 0),
                    Objects.requireNonNullElse(whenNothingFound, false));
        }
    }

    SeedChatbots(Resource file, Chatbots chatbots, ChatbotCatalogue catalogue) {
        this.file = file;
        this.chatbots = chatbots;
        this.catalogue = catalogue;
    }

    /** Called by the starting process, which has nothing better to do than wait: without chatbots nothing is answered. */
    void start() {
        try {
            seed().toFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while the chatbots were stored", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the chatbots of " + file + " cannot be stored and announced", e);
        }
    }

    Mono<Void> seed() {
        var profiles = read();
        return Flux.fromIterable(profiles)
                .concatMap(chatbots::save)
                .then(Mono.defer(() -> catalogue.publish(
                        profiles.stream().map(ChatbotProfile::announced).toList())))
                .doOnSuccess(_ -> log.info(
                        "Chatbots: {}",
                        profiles.stream().map(ChatbotProfile::id).toList()));
    }

    private List<ChatbotProfile> read() {
        return WireJson.mapper().readValue(text(file), Seed.class).chatbots().stream()
                .map(entry -> new ChatbotProfile(
                        entry.tenant(),
                        entry.id(),
                        entry.name(),
                        entry.greeting(),
                        PersonaFile.read(persona(entry)).text(),
                        entry.model(),
                        entry.temperature(),
                        entry.maxTokens(),
                        Objects.requireNonNullElse(entry.whileAnswering(), WhileAnswering.ENQUEUE),
                        entry.rules()))
                .toList();
    }

    private Resource persona(Entry entry) {
        try {
            return file.createRelative(entry.persona());
        } catch (IOException e) {
            throw new UncheckedIOException("there is no " + entry.persona() + " beside " + file, e);
        }
    }

    private static String text(Resource resource) {
        try {
            return resource.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read", e);
        }
    }
}
