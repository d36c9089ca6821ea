package io.parley.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whose key an answer is, or would have been, paid with. */
public enum Payer {
    /** The owner of the conversation. */
    @JsonProperty("user")
    USER,
    /** The chatbot that answers. */
    @JsonProperty("chatbot")
    CHATBOT,
    /** The suite, for everybody. */
    @JsonProperty("suite")
    SUITE
}
