package io.parley.session.delivery;

import io.parley.events.AgentAssigned;
import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerFailed;
import io.parley.events.AnswerRequested;
import io.parley.events.Audience;
import io.parley.events.ConversationStarted;
import io.parley.events.EscalationCancelled;
import io.parley.events.EscalationRaised;
import io.parley.events.EscalationResolved;
import io.parley.events.EscalationReturned;
import io.parley.events.FloorEvent;
import io.parley.events.HandedBack;
import io.parley.events.HistoryCleared;
import io.parley.events.HumanRequested;
import io.parley.events.MessageDeleted;
import io.parley.events.MessageEdited;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.MessageRejected;
import io.parley.events.MessagesRead;
import io.parley.events.NoteAdded;
import io.parley.events.ReactionSet;
import io.parley.events.Sender;
import io.parley.events.log.ConversationReading;
import io.parley.events.log.LoggedFact;
import io.parley.session.conversation.AcceptedMessage;
import io.parley.session.frame.EncodedFrame;
import io.parley.session.frame.ErrorCode;
import io.parley.session.frame.ServerFrame;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one fact. Readers of one kind get the same bytes: {@code prev_seq} depends on the log and the kind of
 * reader alone, so each form is encoded once, however many sockets there are.
 */
final class FactFrames {

    private final LoggedFact logged;
    private final ConversationReading before;
    private final Revisions revisions;
    private final Map<String, EncodedFrame> encoded = new HashMap<>();

    /** @param before the conversation as it was read up to this fact */
    FactFrames(LoggedFact logged, ConversationReading before) {
        this(logged, before, Revisions.NONE);
    }

    /** @param revisions what has become of messages since, in a replay */
    FactFrames(LoggedFact logged, ConversationReading before, Revisions revisions) {
        this.logged = logged;
        this.before = before;
        this.revisions = revisions;
    }

    /** The one frame of a fact that this kind of reader is shown, whoever's it is. */
    EncodedFrame frame(Audience audience, String userId) {
        return switch (logged.fact()) {
            case MessagePosted posted ->
                message(posted, audience, userId.equals(posted.sender().id()));
            case MessageEdited edited -> edited(edited, audience);
            case MessageDeleted deleted -> deleted(deleted, audience);
            case ReactionSet reaction -> reaction(reaction, audience);
            case AnswerCompleted answer -> complete(answer, audience);
            case AnswerFailed answer -> failed(answer, audience);
            case NoteAdded note -> note(note);
            case FloorEvent change -> escalation(change, audience);
            case ConversationStarted _,
                    MessagesRead _,
                    HumanRequested _,
                    AnswerRequested _,
                    HistoryCleared _,
                    MessageRejected _ ->
                throw new IllegalArgumentException(logged.fact().getClass().getSimpleName() + " is shown to nobody");
        };
    }

    EncodedFrame message(MessagePosted posted, Audience audience, boolean own) {
        return encoded.computeIfAbsent("message" + audience + own, _ -> {
            var sender = posted.sender();
            var revision = revisions.find(posted.messageId());
            boolean deleted = revision != null && revision.content() == null;
            return EncodedFrame.of(new ServerFrame.Message(
                    posted.messageId(),
                    sender.id(),
                    sender.type(),
                    sender.name(),
                    revision == null ? posted.content() : Objects.requireNonNullElse(revision.content(), ""),
                    logged.at(),
                    // They may quote the words.
                    deleted ? Map.of() : posted.metadata(),
                    own ? posted.clientMessageId() : null,
                    revision == null || deleted ? null : revision.at(),
                    deleted ? true : null,
                    conversation(),
                    logged.seq(),
                    before.lastShownTo(audience)));
        });
    }

    private EncodedFrame edited(MessageEdited edited, Audience audience) {
        return encoded.computeIfAbsent("edited" + audience, _ -> {
            var revision = revisions.find(edited.messageId());
            return EncodedFrame.of(new ServerFrame.MessageEdited(
                    edited.messageId(),
                    revision == null ? edited.content() : Objects.requireNonNullElse(revision.content(), ""),
                    logged.at(),
                    conversation(),
                    logged.seq(),
                    before.lastShownTo(audience)));
        });
    }

    private EncodedFrame deleted(MessageDeleted deleted, Audience audience) {
        return encoded.computeIfAbsent(
                "deleted" + audience,
                _ -> EncodedFrame.of(new ServerFrame.MessageDeleted(
                        deleted.messageId(), conversation(), logged.seq(), before.lastShownTo(audience))));
    }

    private EncodedFrame reaction(ReactionSet reaction, Audience audience) {
        return encoded.computeIfAbsent(
                "reaction" + audience,
                _ -> EncodedFrame.of(new ServerFrame.Reaction(
                        reaction.messageId(),
                        reaction.userId(),
                        reaction.reaction(),
                        conversation(),
                        logged.seq(),
                        before.lastShownTo(audience))));
    }

    private EncodedFrame note(NoteAdded note) {
        return encoded.computeIfAbsent(
                "note",
                _ -> EncodedFrame.of(new ServerFrame.Note(
                        note.noteId(),
                        note.escalationId(),
                        note.author().id(),
                        note.author().name(),
                        note.text(),
                        logged.at(),
                        conversation(),
                        logged.seq(),
                        before.lastShownTo(Audience.AGENT))));
    }

    EncodedFrame complete(AnswerCompleted answer, Audience audience) {
        return encoded.computeIfAbsent(
                "complete" + audience,
                _ -> EncodedFrame.of(new ServerFrame.ResponseComplete(
                        answer.answerId(),
                        logged.at(),
                        answer.text(),
                        answer.inReplyTo(),
                        answer.attempt(),
                        supersedes(answer),
                        answer.finishReason(),
                        answer.citations(),
                        answer.usage(),
                        answer.answerId(),
                        Sender.ASSISTANT.id(),
                        Sender.ASSISTANT.type(),
                        answer.text(),
                        metadata(answer),
                        conversation(),
                        logged.seq(),
                        before.lastShownTo(audience))));
    }

    private static Map<String, Object> metadata(AnswerCompleted answer) {
        var metadata = new HashMap<String, Object>();
        metadata.put("chatbot_id", answer.chatbotId());
        metadata.put("in_reply_to", answer.inReplyTo());
        metadata.put("finish_reason", answer.finishReason());
        metadata.put("citations", answer.citations());
        if (answer.model() != null) {
            metadata.put("model", answer.model());
        }
        return metadata;
    }

    /** The answer that this one takes the place of: told at its end too, because a replay has no beginning. */
    static @Nullable MessageId supersedes(AnswerCompleted answer) {
        return answer.generation() == 0 ? null : answer.inReplyTo().answer(answer.generation() - 1);
    }

    EncodedFrame failed(AnswerFailed answer, Audience audience) {
        return encoded.computeIfAbsent(
                "failed" + audience,
                _ -> EncodedFrame.of(new ServerFrame.Failure(
                        sentence(answer),
                        answer.code().wire(),
                        answer.code().isRetryable(),
                        null,
                        null,
                        answer.inReplyTo(),
                        answer.answerId(),
                        conversation(),
                        logged.seq(),
                        before.lastShownTo(audience))));
    }

    private static String sentence(AnswerFailed answer) {
        return switch (answer.code()) {
            case NO_API_KEY -> "The assistant has no API key yet.";
            case PROVIDER_UNAVAILABLE -> "The assistant cannot be reached at the moment.";
            case PROVIDER_REJECTED_KEY -> "The assistant's API key was refused.";
            case PROVIDER_RATE_LIMITED -> "The assistant is asked too much at the moment.";
            case TIMEOUT -> "The assistant took too long.";
            case CONTENT_FILTERED -> "The assistant may not answer this.";
            case BUDGET_EXHAUSTED -> "The assistant's budget is used up.";
            case HANDED_OVER -> "A person takes over.";
            case TOO_OLD -> "The question waited too long for an answer.";
            case NOT_FOUND -> "This assistant is not there any more.";
            case INTERNAL -> "The assistant could not answer.";
        };
    }

    EncodedFrame escalation(FloorEvent change, Audience audience) {
        return encoded.computeIfAbsent(
                "escalation" + audience,
                _ -> EncodedFrame.of(new ServerFrame.Escalation(
                        change.escalationId(),
                        status(change),
                        reason(change),
                        change instanceof AgentAssigned assigned
                                ? new ServerFrame.Agent(
                                        assigned.agent().id(), assigned.agent().name())
                                : null,
                        conversation(),
                        logged.seq(),
                        before.lastShownTo(audience))));
    }

    private static String status(FloorEvent change) {
        return switch (change) {
            case EscalationRaised _, EscalationReturned _ -> "queued";
            case AgentAssigned _, NoteAdded _ -> "assigned";
            case HandedBack _ -> "returned_to_bot";
            case EscalationResolved _ -> "resolved";
            case EscalationCancelled _ -> "cancelled";
        };
    }

    private static String reason(FloorEvent change) {
        return switch (change) {
            case EscalationRaised raised -> raised.reason();
            case EscalationReturned returned -> returned.reason();
            case AgentAssigned assigned -> assigned.reason();
            case HandedBack handed -> handed.reason();
            case EscalationResolved resolved -> resolved.reason();
            case EscalationCancelled cancelled -> cancelled.reason();
            case NoteAdded _ -> "";
        };
    }

    private String conversation() {
        return logged.conversation().conversation();
    }

    /** What the sender of a message is told once it cannot be lost: on a repeat too. */
    static EncodedFrame received(
            String conversation, AcceptedMessage accepted, @Nullable String clientMessageId, Audience audience) {
        return EncodedFrame.of(new ServerFrame.MessageReceived(
                accepted.id(),
                accepted.at(),
                clientMessageId,
                conversation,
                accepted.seq(),
                accepted.prevSeq(audience)));
    }

    /**
     * What was asked is cleared, and its answer with it. It is no fact, because nothing of it is left, and so names no
     * question, as a failed answer's error does.
     */
    static EncodedFrame cleared(MessageId answer) {
        return EncodedFrame.of(new ServerFrame.Failure(
                "The history was cleared.",
                ErrorCode.NOT_FOUND.wire(),
                false,
                null,
                null,
                null,
                answer,
                null,
                null,
                null));
    }

    static EncodedFrame start(RunningAnswer answer) {
        return start(answer.id(), answer.inReplyTo(), answer.attempt(), answer.supersedes());
    }

    static EncodedFrame start(MessageId answer, MessageId inReplyTo, int attempt, @Nullable MessageId supersedes) {
        return EncodedFrame.of(
                new ServerFrame.ResponseStart("Assistant is thinking...", answer, inReplyTo, attempt, supersedes));
    }

    static EncodedFrame chunk(String text, MessageId answer, int attempt, int index) {
        return EncodedFrame.of(new ServerFrame.ResponseChunk(text, answer, attempt, index));
    }
}
