package io.parley.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/** In what part somebody speaks. */
public enum SenderType {
    @JsonProperty("user")
    USER,
    @JsonProperty("assistant")
    ASSISTANT,
    @JsonProperty("agent")
    AGENT,
    @JsonProperty("system")
    SYSTEM;

    /** The word on the wire. */
    public String wire() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
