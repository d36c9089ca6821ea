package io.parley.history.room.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.events.AiRooms;
import io.parley.events.SenderType;
import io.parley.history.transcript.TranscriptEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry as seed 004's front end reads it.
 *
 * @param messageType {@code ai} for the assistant's, {@code user} for people's
 * @param aiModel which model wrote it, {@code error} for an apology; null, and said, for people's
 */
record RoomMessage(
        String id,
        String senderId,
        String content,
        Instant timestamp,
        String messageType,
        Instant createdAt,

        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String aiModel) {

    static RoomMessage of(TranscriptEntry entry) {
        boolean isAssistant = entry.sender().type() == SenderType.ASSISTANT;
        return new RoomMessage(
                entry.id().toString(),
                entry.sender().id(),
                entry.apology() ? AiRooms.APOLOGY : entry.content(),
                entry.at(),
                isAssistant ? "ai" : "user",
                entry.at(),
                isAssistant ? model(entry) : null);
    }

    private static @Nullable String model(TranscriptEntry entry) {
        return entry.apology() ? AiRooms.NO_MODEL : (String) entry.metadata().get("model");
    }
}
