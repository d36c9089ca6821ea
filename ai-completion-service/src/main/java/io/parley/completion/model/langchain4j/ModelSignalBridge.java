package io.parley.completion.model.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import io.parley.completion.model.ModelFailure;
import io.parley.completion.model.ModelSignal;
import io.parley.events.TokenUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;

/** Turns what LangChain4j calls back with into model signals. */
final class ModelSignalBridge implements StreamingChatResponseHandler {

    private final FluxSink<ModelSignal> sink;
    private final ProviderCall call;
    private boolean spoke;

    ModelSignalBridge(FluxSink<ModelSignal> sink, ProviderCall call) {
        this.sink = sink;
        this.call = call;
    }

    @Override
    public void onPartialResponse(String text) {
        spoke = true;
        call.spoke(text.length());
        sink.next(new ModelSignal.Token(text));
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        var reason = response.finishReason();
        if (reason != null && response.aiMessage().hasToolExecutionRequests()) {
            called(response.aiMessage().toolExecutionRequests());
        } else if (reason == FinishReason.CONTENT_FILTER) {
            sink.error(ModelFailure.contentFiltered());
        } else if (reason == null && !(spoke && call.sawEnd())) {
            // A connection that was cut cleanly looks like an end; only the provider's own word makes it one.
            sink.error(ModelFailure.unavailable("the answer broke off"));
        } else {
            sink.next(new ModelSignal.Finished(
                    reason == FinishReason.LENGTH
                            ? io.parley.events.FinishReason.LENGTH
                            : io.parley.events.FinishReason.STOP,
                    usage(response.tokenUsage()),
                    response.modelName()));
            sink.complete();
        }
    }

    private void called(List<ToolExecutionRequest> calls) {
        calls.stream()
                .filter(PersonTool::isCalledBy)
                .findFirst()
                .ifPresentOrElse(
                        call -> {
                            sink.next(new ModelSignal.PersonWanted(PersonTool.reason(call)));
                            sink.complete();
                        },
                        () -> sink.error(ModelFailure.unavailable("it called a tool that nobody gave it")));
    }

    private static @Nullable TokenUsage usage(dev.langchain4j.model.output.@Nullable TokenUsage usage) {
        return usage == null
                ? null
                : new TokenUsage(
                        orZero(usage.inputTokenCount()),
                        orZero(usage.outputTokenCount()),
                        orZero(usage.totalTokenCount()));
    }

    private static int orZero(@Nullable Integer count) {
        return count == null ? 0 : count;
    }

    @Override
    public void onError(Throwable failure) {
        // What is left here is a body LangChain4j cannot read; its message quotes the body.
        sink.error(
                failure instanceof ModelFailure known
                        ? known
                        : ModelFailure.unavailable(failure.getClass().getSimpleName()));
    }
}
