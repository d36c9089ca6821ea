package io.parley.session.room.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.events.AiRooms;
import io.parley.events.MessageId;
import io.parley.events.Sender;
import io.parley.session.conversation.AnswerOutcome;
import io.parley.session.room.AnsweredMessage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A message and its answer as seed 004's front end reads them. */
record AnsweredBody(boolean success, UserMessage userMessage, AiMessage aiMessage) {

    record UserMessage(MessageId id, String content, Instant timestamp, String senderId) {}

    /** @param aiModel which model wrote it; {@code error} of an apology */
    record AiMessage(
            MessageId id,
            String content,
            Instant timestamp,
            String senderId,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String aiModel) {}

    static AnsweredBody of(AnsweredMessage message, AnswerOutcome.Completed answer) {
        return of(message, answer.answer(), answer.text(), answer.at(), answer.model());
    }

    static AnsweredBody apology(AnsweredMessage message, AnswerOutcome.Failed failed) {
        return of(message, failed.answer(), AiRooms.APOLOGY, failed.at(), AiRooms.NO_MODEL);
    }

    private static AnsweredBody of(
            AnsweredMessage message, MessageId answer, String text, Instant at, @Nullable String model) {
        return new AnsweredBody(
                true,
                new UserMessage(message.id(), message.content(), message.at(), message.sender()),
                new AiMessage(answer, text, at, Sender.ASSISTANT.id(), model));
    }
}
