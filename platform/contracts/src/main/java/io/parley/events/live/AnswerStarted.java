package io.parley.events.live;

import io.parley.events.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * Writing an answer begins, or begins again under a higher attempt: what was shown of it is void.
 *
 * @param questionSeq place of the message it replies to; a reader shows nothing of the answer before it has read that
 * @param supersedes the answer of the generation before, where this one was asked for again
 */
public record AnswerStarted(
        MessageId answerId,
        MessageId inReplyTo,
        long questionSeq,
        int attempt,
        long fence,
        @Nullable MessageId supersedes)
        implements LiveSignal {}
