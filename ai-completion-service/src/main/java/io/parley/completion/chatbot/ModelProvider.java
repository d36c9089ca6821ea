package io.parley.completion.chatbot;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What kind of API writes a chatbot's answers. */
public enum ModelProvider {
    /** Chat completions of OpenAI's shape. */
    OPENAI,
    /** Assistants, threads and runs. */
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
