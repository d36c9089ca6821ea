package io.parley.events;

/** The two kinds of reader a conversation has: who asks for help, and who gives it. */
public enum Audience {
    VISITOR,
    AGENT
}
