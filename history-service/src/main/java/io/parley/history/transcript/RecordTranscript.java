package io.parley.history.transcript;

import io.parley.events.AnswerCompleted;
import io.parley.events.MessageId;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Writes facts of the log into the transcripts of their conversations; a fact that was written before changes nothing. */
public final class RecordTranscript {

    private final Transcripts transcripts;

    public RecordTranscript(Transcripts transcripts) {
        this.transcripts = transcripts;
    }

    /** @param facts in the order of the log within each conversation */
    public Mono<Void> record(List<LoggedFact> facts) {
        return transcripts.open(conversations(facts)).flatMap(recordings -> {
            for (var fact : facts) {
                var recording = recordings.get(fact.conversation());
                if (recording != null) {
                    recording.read(fact);
                }
            }
            return transcripts.keep(
                    recordings.values().stream().filter(Recording::hasRead).toList());
        });
    }

    private static Map<ConversationKey, Set<MessageId>> conversations(List<LoggedFact> facts) {
        var conversations = new LinkedHashMap<ConversationKey, Set<MessageId>>();
        for (var logged : facts) {
            var answered = conversations.computeIfAbsent(logged.conversation(), _ -> new HashSet<>());
            if (logged.fact() instanceof AnswerCompleted answer) {
                answered.add(answer.inReplyTo());
            }
        }
        return conversations;
    }
}
