package io.parley.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a message to a chatbot that arrives while an answer is written. */
public enum WhileAnswering {
    /** It waits its turn, and is answered after the answer that is being written. */
    @JsonProperty("enqueue")
    ENQUEUE,

    /** It stops the answer that is being written; what was streamed of that stays. */
    @JsonProperty("interrupt")
    INTERRUPT,

    /** It is refused as {@code busy}, and may be sent again once the answer has ended. */
    @JsonProperty("reject")
    REJECT
}
