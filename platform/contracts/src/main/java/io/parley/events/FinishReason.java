package io.parley.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a completed answer ends where it ends. */
public enum FinishReason {
    @JsonProperty("stop")
    STOP,
    @JsonProperty("length")
    LENGTH,
    @JsonProperty("cancelled")
    CANCELLED;

    /** The word on the wire. */
    public String wire() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
