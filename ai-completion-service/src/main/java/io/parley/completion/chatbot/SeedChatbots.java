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
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;

/**
 * Puts the chatbots of the seed file into the database and the catalogue, each time the service starts and before it
 * reads its first question. A persona is a file of its own, beside the seed.
 */
final class SeedChatbots {

    private static final Logger log = LoggerFactory.getLogger(SeedChatbots.class);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** A name that nobody knows is a setting that somebody believes in. */
    private static final ObjectReader SEED =
            WireJson.mapper().readerFor(Seed.class).with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

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
            @Nullable HandoffEntry handoff,
            @Nullable RetrievalEntry retrieval,
            @Nullable String fallbackModel,
            @Nullable Budgets budgets) {

        /** Fails where a value is none that an admin could give a chatbot either. */
        void check() {
            if (tenant == null || id == null || name == null || greeting == null || persona == null) {
                throw new IllegalArgumentException("a chatbot has a tenant, an id, a name, a greeting and a persona");
            }
            require(!tenant.isBlank() && ChatbotIds.isValid(id), id, "its id, or its tenant's, cannot be one");
            require(!name.isBlank(), id, "its name is blank");
            require(temperature >= 0 && temperature <= 2, id, "temperature is a number from 0 to 2");
            require(maxTokens >= 1, id, "max_tokens is 1 or more");
            require(fallbackModel == null || !fallbackModel.isBlank(), id, "fallback_model is blank");
            require(
                    fallbackModel == null || !fallbackModel.equals(model),
                    id,
                    "fallback_model is another model than model");
        }

        private static void require(boolean isSo, String id, String rule) {
            if (!isSo) {
                throw new IllegalArgumentException("chatbot " + id + ": " + rule);
            }
        }

        ChatbotProfile profile(PersonaFile personaText) {
            return new ChatbotProfile(
                    tenant,
                    id,
                    name,
                    greeting,
                    personaText.text(),
                    model,
                    temperature,
                    maxTokens,
                    Objects.requireNonNullElse(whileAnswering, WhileAnswering.ENQUEUE),
                    handoff == null ? Handoff.NEVER : handoff.rules(),
                    retrieval == null ? RetrievalSettings.DEFAULT : retrieval.settings(),
                    ModelProvider.OPENAI,
                    null,
                    fallbackModel,
                    Objects.requireNonNullElse(budgets, Budgets.NONE));
        }
    }

    /** What is left out is as for every chatbot. */
    private record RetrievalEntry(
            @Nullable Boolean enabled,
            @Nullable Integer topK,
            @Nullable Double minScore,
            @Nullable String embeddingModel) {

        RetrievalSettings settings() {
            var absent = RetrievalSettings.DEFAULT;
            return new RetrievalSettings(
                    Objects.requireNonNullElse(enabled, absent.enabled()),
                    Objects.requireNonNullElse(topK, absent.topK()),
                    Objects.requireNonNullElse(minScore, absent.minScore()),
                    embeddingModel);
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
        return SEED.<Seed>readValue(text(file)).chatbots().stream()
                .map(this::profile)
                .toList();
    }

    private ChatbotProfile profile(Entry entry) {
        entry.check();
        return entry.profile(PersonaFile.read(persona(entry)));
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
