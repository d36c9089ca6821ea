package io.parley.history.transcript;

import io.parley.events.AgentAssigned;
import io.parley.events.AnswerCompleted;
import io.parley.events.ConversationStarted;
import io.parley.events.EscalationRaised;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.log.LoggedFact;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One transcript while a batch of facts is written into it. What comes out depends on the transcript as it was loaded
 * and on the facts alone: read again, with other borders between the batches, the same entry lands in the same slot.
 */
public final class Recording {

    private final long loadedSeq;
    private Transcript transcript;
    private final Map<MessageId, CurrentAnswer> knownAnswers;
    private final Map<Integer, BucketChange> buckets = new LinkedHashMap<>();
    private final Map<MessageId, Place> places = new LinkedHashMap<>();
    private final Map<MessageId, CurrentAnswer> answers = new LinkedHashMap<>();

    /** @param knownAnswers the answers shown so far of the messages that the batch brings answers to */
    public Recording(Transcript loaded, Map<MessageId, CurrentAnswer> knownAnswers) {
        this.loadedSeq = loaded.reading().seq();
        this.transcript = loaded;
        this.knownAnswers = new HashMap<>(knownAnswers);
    }

    /** The seq the transcript was loaded at; -1 where nothing had been read. */
    public long loadedSeq() {
        return loadedSeq;
    }

    public Transcript transcript() {
        return transcript;
    }

    public Collection<BucketChange> buckets() {
        return buckets.values();
    }

    /** Where the new entries are kept, by message. */
    public Map<MessageId, Place> places() {
        return places;
    }

    /** Answers that are shown from now on, by the message they answer. */
    public Map<MessageId, CurrentAnswer> answers() {
        return answers;
    }

    boolean hasRead() {
        return transcript.reading().seq() > loadedSeq;
    }

    void read(LoggedFact logged) {
        var step = transcript.reading().read(logged);
        transcript = transcript.read(step.next());
        if (step.isAdmitted()) {
            admit(logged);
        }
    }

    private void admit(LoggedFact logged) {
        switch (logged.fact()) {
            case ConversationStarted started -> transcript = transcript.start(started, logged.at());
            case MessagePosted posted -> add(TranscriptEntry.of(posted, logged));
            case AnswerCompleted answer -> addAnswer(answer, logged);
            case EscalationRaised _, AgentAssigned _ -> transcript = transcript.escalate();
            default -> {}
        }
    }

    private void addAnswer(AnswerCompleted answer, LoggedFact logged) {
        var entry = TranscriptEntry.of(answer, logged);
        var place = transcript.filled().next();
        var shown = knownAnswers.get(answer.inReplyTo());
        if (shown == null || shown.generation() < answer.generation()) {
            add(entry);
            if (shown != null) {
                bucket(shown.place().bucket(), logged.seq())
                        .supersede(shown.place().slot(), logged.seq());
            }
            var current = new CurrentAnswer(answer.generation(), place);
            knownAnswers.put(answer.inReplyTo(), current);
            answers.put(answer.inReplyTo(), current);
        } else {
            // Read again after a crash it meets itself; anything else comes too late.
            add(shown.place().equals(place) ? entry : entry.supersede());
        }
    }

    private void add(TranscriptEntry entry) {
        var place = transcript.filled().next();
        bucket(place.bucket(), entry.seq()).add(place.slot(), entry);
        places.put(entry.id(), place);
        transcript = transcript.add(entry);
    }

    private BucketChange bucket(int number, long firstSeq) {
        return buckets.computeIfAbsent(number, _ -> new BucketChange(number, firstSeq));
    }
}
