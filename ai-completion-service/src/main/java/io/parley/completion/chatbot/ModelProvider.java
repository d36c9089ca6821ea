package io.parley.completion.chatbot;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What kind of API a chatbot was made for. Both are answered by chat completions: the other was switched off in 2026. */
public enum ModelProvider {
    /** Chat completions of OpenAI's shape. */
    OPENAI,
    /** Assistants, threads and runs; their chatbots go on, answered directly. */
    ASSISTANTS;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static ModelProvider of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
