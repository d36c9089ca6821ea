package io.parley.completion.model.langchain4j;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.parley.completion.model.LanguageModel;
import io.parley.completion.model.ModelFailure;
import io.parley.completion.model.ModelProperties;
import io.parley.completion.model.ModelRequest;
import io.parley.completion.model.ModelSignal;
import io.parley.completion.model.ProviderStreams;
import io.parley.completion.prompt.Prompt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * Any provider that speaks OpenAI's API, through LangChain4j. For each address there is a model object, which is kept for
 * a while: making one looks through the whole class path. It knows no key; each call has its own, and its own hold on
 * the connection.
 */
final class LangChain4jLanguageModel implements LanguageModel {

    private static final Duration KEPT = Duration.ofMinutes(10);

    private final ProviderStreams streams;
    private final ModelProperties properties;
    private final LoadingCache<String, OpenAiStreamingChatModel> models =
            Caffeine.newBuilder().expireAfterAccess(KEPT).maximumSize(1_000).build(LangChain4jLanguageModel::model);

    LangChain4jLanguageModel(ProviderStreams streams, ModelProperties properties) {
        this.streams = streams;
        this.properties = properties;
    }

    @Override
    public Flux<ModelSignal> stream(ModelRequest request) {
        // The sink's own buffer never holds more than what one piece of the network brought: ProviderCall reads on
        // only while somebody asks.
        return Flux.create(sink -> start(request, sink), FluxSink.OverflowStrategy.BUFFER);
    }

    private void start(ModelRequest request, FluxSink<ModelSignal> sink) {
        var call = new ProviderCall(streams, request.credential(), sink, properties.idleLimit());
        sink.onRequest(_ -> call.resume());
        sink.onDispose(call);
        try {
            var model = models.get(request.credential().baseUrl());
            CurrentCall.run(call, () -> model.chat(chat(request), new ModelSignalBridge(sink, call)));
        } catch (RuntimeException e) {
            sink.error(ModelFailure.unexpected(e.getClass().getSimpleName()));
        }
    }

    private static OpenAiStreamingChatModel model(String baseUrl) {
        return OpenAiStreamingChatModel.builder()
                .httpClientBuilder(new GivenHttpClient(new CurrentCall()))
                .baseUrl(baseUrl)
                .build();
    }

    private String named(@Nullable String model) {
        return model == null ? properties.name() : model;
    }

    private ChatRequest chat(ModelRequest request) {
        var chat = ChatRequest.builder()
                .messages(messages(request.prompt()))
                .modelName(named(request.model()))
                .temperature(request.temperature())
                .maxOutputTokens(request.maxTokens());
        return (request.mayCallPerson() ? chat.toolSpecifications(PersonTool.SPECIFICATION) : chat).build();
    }

    private static List<ChatMessage> messages(Prompt prompt) {
        var messages = new ArrayList<ChatMessage>(prompt.lines().size() + 1);
        if (!prompt.persona().isBlank()) {
            messages.add(SystemMessage.from(prompt.persona()));
        }
        for (var line : prompt.lines()) {
            messages.add(
                    switch (line.speaker()) {
                        case USER -> UserMessage.from(line.text());
                        case ASSISTANT -> AiMessage.from(line.text());
                    });
        }
        return messages;
    }
}
