package io.parley.completion.model.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import io.parley.events.log.WireJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The tool a model calls a person with, and how a call of it is read. */
final class PersonTool {

    private static final String NAME = "hand_over_to_a_person";
    private static final String REASON = "reason";

    static final ToolSpecification SPECIFICATION = ToolSpecification.builder()
            .name(NAME)
            .description(
                    "Hands this conversation over to a person, who answers in your place. Call it when the user asks"
                            + " for a person, or when you cannot help.")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty(REASON, "Why a person is needed, in one polite sentence; the user reads it too.")
                    .required(REASON)
                    .build())
            .build();

    private PersonTool() {}

    static boolean isCalledBy(ToolExecutionRequest call) {
        return NAME.equals(call.name());
    }

    /** The reason a call gives; null where it gives none, or nothing that can be read. */
    static @Nullable String reason(ToolExecutionRequest call) {
        try {
            return WireJson.mapper().readTree(call.arguments()).path(REASON).asString(null);
        } catch (JacksonException | IllegalArgumentException e) {
            return null;
        }
    }
}
