package io.parley.events;

/** What the services agree on about the assistant's rooms of seed 004, which two of them show. */
public final class AiRooms {

    /** Shown in place of an answer that failed, by the two routes of seed 004 alone; it is never stored. */
    public static final String APOLOGY =
            "I'm sorry, I'm having trouble processing your request right now. Please try again later.";

    /** The {@code ai_model} of an apology. */
    public static final String NO_MODEL = "error";

    private AiRooms() {}

    /** The id of the room a user has without naming one; it is that user's whoever comes first. */
    public static String defaultRoomOf(String userId) {
        return "ai_chat_" + userId;
    }
}
