package io.parley.history.transcript;

import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerFailed;
import io.parley.events.ConversationFact;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.FailureCode;
import io.parley.events.FinishReason;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.Payer;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A conversation's facts with places in an imagined log, for tests without a broker. */
final class ConversationScript {

    static final String OWNER = "ann";

    private final ConversationKey key;
    private final List<LoggedFact> facts = new ArrayList<>();
    private long seq = 100;

    ConversationScript(ConversationKey key) {
        this.key = key;
    }

    ConversationKey key() {
        return key;
    }

    List<LoggedFact> facts() {
        return List.copyOf(facts);
    }

    ConversationScript started(ConversationKind kind) {
        append(new ConversationStarted(OWNER, kind, "leta"));
        return this;
    }

    MessageId says(String content) {
        var id = MessageId.random();
        append(new MessagePosted(id, new Sender(OWNER, SenderType.USER, null), content, Map.of(), null, "leta"));
        return id;
    }

    ConversationScript answered(MessageId question, int generation, long fence, String text) {
        append(new AnswerCompleted(
                question.answer(generation),
                question,
                generation,
                1,
                fence,
                "leta",
                text,
                FinishReason.STOP,
                List.of(),
                null,
                "gpt-4o-mini"));
        return this;
    }

    ConversationScript failed(MessageId question, int generation, long fence, FailureCode code) {
        append(new AnswerFailed(
                question.answer(generation), question, generation, 1, fence, "leta", code, Payer.SUITE));
        return this;
    }

    LoggedFact append(ConversationFact fact) {
        // Neighbours have records of their own in the partition: places grow, but not by one.
        seq += 1 + facts.size() % 3;
        var logged = new LoggedFact(key, 0, seq, Instant.ofEpochMilli(1_780_000_000_000L + seq), fact);
        facts.add(logged);
        return logged;
    }
}
