package io.parley.events;

import org.jspecify.annotations.Nullable;

/** Who said something: a user id of the tenant, the part it speaks in, and a name to show where one is known. */
public record Sender(String id, SenderType type, @Nullable String name) {

    /** The sender of every answer. */
    public static final Sender ASSISTANT = new Sender("ai-assistant", SenderType.ASSISTANT, null);
}
