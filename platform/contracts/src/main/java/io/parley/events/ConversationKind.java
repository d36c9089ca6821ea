package io.parley.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a conversation came to be, which decides who may reach it. */
public enum ConversationKind {
    /** Begun by a chat session with a chatbot. */
    @JsonProperty("session")
    SESSION,
    /** Between people, under an id its owner chose; a chatbot may answer. */
    @JsonProperty("people")
    PEOPLE,
    /** An assistant's room of seed 004. */
    @JsonProperty("ai-room")
    AI_ROOM,
    /** A thread of the Assistants API. */
    @JsonProperty("thread")
    THREAD
}
