package io.parley.history.transcript;

import io.parley.events.AgentAssigned;
import io.parley.events.AnswerCompleted;
import io.parley.events.ConversationStarted;
import io.parley.events.EscalationRaised;
import io.parley.events.HistoryCleared;
import io.parley.events.MessageDeleted;
import io.parley.events.MessageEdited;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.MessagesRead;
import io.parley.events.ReactionSet;
import io.parley.events.log.ConversationReading.Verdict;
import io.parley.events.log.LoggedFact;
import io.parley.history.erasure.Erasure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One transcript while a batch of facts is written into it. What comes out depends on the transcript as it was loaded
 * and on the facts alone: read again, with other borders between the batches, the same entry lands in the same slot.
 */
public final class Recording {

    private final long loadedSeq;
    private Transcript transcript;
    private final Map<MessageId, CurrentAnswer> knownAnswers;
    private final Map<MessageId, KnownEntry> knownEntries;
    private final Map<Integer, BucketChange> buckets = new LinkedHashMap<>();
    private final Map<MessageId, Place> places = new LinkedHashMap<>();
    private final Map<MessageId, CurrentAnswer> answers = new LinkedHashMap<>();
    private final List<Removal> removals = new ArrayList<>();
    private final List<Listing> listings = new ArrayList<>();

    /**
     * @param knownAnswers the answers shown so far of the messages that the batch brings answers to
     * @param knownEntries the entries that it edits, deletes or reacts to
     */
    public Recording(
            Transcript loaded, Map<MessageId, CurrentAnswer> knownAnswers, Map<MessageId, KnownEntry> knownEntries) {
        this.loadedSeq = loaded.reading().seq();
        this.transcript = loaded;
        this.knownAnswers = new HashMap<>(knownAnswers);
        this.knownEntries = new HashMap<>(knownEntries);
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

    /** Buckets that were cleared and are to be removed. */
    List<Removal> removals() {
        return removals;
    }

    /** Whose list the conversation came into or went from, in order. */
    List<Listing> listings() {
        return listings;
    }

    boolean hasRead() {
        return transcript.reading().seq() > loadedSeq;
    }

    /** Reads the next fact, and tells which part of the log has to be erased because of it. */
    Optional<Erasure> read(LoggedFact logged) {
        var before = transcript;
        var step = before.reading().read(logged);
        if (step.verdict() == Verdict.ALREADY_READ) {
            return Optional.empty();
        }
        transcript = before.read(step.next());
        if (step.isAdmitted()) {
            return admit(logged, before);
        }
        boolean isStraggler = before.reading().erased() && step.verdict() == Verdict.STALE;
        return isStraggler && !(logged.fact() instanceof HistoryCleared)
                ? Optional.of(Erasure.ofOne(logged))
                : Optional.empty();
    }

    private Optional<Erasure> admit(LoggedFact logged, Transcript before) {
        switch (logged.fact()) {
            case ConversationStarted started -> start(started, logged);
            case MessagePosted posted -> add(TranscriptEntry.of(posted, logged));
            case AnswerCompleted answer -> addAnswer(answer, logged);
            case MessageEdited edited -> edit(edited, logged);
            case MessageDeleted deleted -> delete(deleted, logged);
            case ReactionSet set -> change(set.messageId(), logged, entry -> entry.react(set.userId(), set.reaction()));
            case MessagesRead read -> readUpTo(read, logged);
            case EscalationRaised _, AgentAssigned _ -> transcript = transcript.reachedAfter(logged);
            case HistoryCleared cleared -> {
                clear(cleared, logged);
                return Optional.of(Erasure.before(logged, before.firstSeq(), cleared.whole()));
            }
            default -> {}
        }
        return Optional.empty();
    }

    private void start(ConversationStarted started, LoggedFact logged) {
        transcript = transcript.start(started, logged.at());
        if (transcript.isListed()) {
            listings.add(new Listing(started.owner(), logged.conversation(), logged.seq(), true));
        }
    }

    private void addAnswer(AnswerCompleted answer, LoggedFact logged) {
        var entry = TranscriptEntry.of(answer, logged);
        var place = transcript.filled().next();
        var shown = knownAnswers.get(answer.inReplyTo());
        if (shown == null || shown.generation() < answer.generation()) {
            if (shown != null) {
                bucket(shown.place().bucket(), logged.seq())
                        .supersede(shown.place().slot(), logged.seq());
                transcript = transcript.summed(
                        summary -> summary.with(summary.unread().remove(shown.seq())));
            }
            add(entry);
            var current = new CurrentAnswer(answer.generation(), place, logged.seq());
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

    private void edit(MessageEdited edited, LoggedFact logged) {
        change(edited.messageId(), logged, entry -> entry.edit(edited.content(), logged.at()));
        transcript = transcript.summed(summary -> summary.edited(edited.messageId(), edited.content()));
    }

    private void delete(MessageDeleted deleted, LoggedFact logged) {
        change(deleted.messageId(), logged, TranscriptEntry::delete)
                .ifPresent(entry -> transcript = transcript.summed(summary ->
                        summary.deleted(entry.id()).with(summary.unread().remove(entry.seq()))));
    }

    /** Changes an entry of this batch or of an earlier one; nothing where nobody knows the message. */
    private Optional<TranscriptEntry> change(MessageId id, LoggedFact logged, UnaryOperator<TranscriptEntry> change) {
        var place = places.get(id);
        if (place != null) {
            return bucket(place.bucket(), logged.seq()).change(place.slot(), change, logged.seq());
        }
        var known = knownEntries.get(id);
        if (known == null) {
            return Optional.empty();
        }
        if (logged.seq() > known.upTo()) {
            known = known.with(change.apply(known.entry()));
            knownEntries.put(id, known);
            bucket(known.place().bucket(), logged.seq()).put(known.place().slot(), known.entry(), logged.seq());
        }
        return Optional.of(known.entry());
    }

    private void readUpTo(MessagesRead read, LoggedFact logged) {
        if (transcript.access().isOwnedBy(read.userId())) {
            long readSeq = Math.min(read.readSeq(), logged.seq());
            transcript =
                    transcript.summed(summary -> summary.with(summary.unread().readUpTo(readSeq)));
        }
    }

    private void clear(HistoryCleared cleared, LoggedFact logged) {
        var filled = transcript.filled();
        // All of it, whatever of this batch was never written: an earlier try may have come further.
        if (filled.buckets() > filled.first()) {
            removals.add(Removal.of(logged, filled));
        }
        var owner = transcript.access().owner();
        if (cleared.whole() && owner != null && transcript.isListed()) {
            listings.add(new Listing(owner, logged.conversation(), logged.seq(), false));
        }
        buckets.clear();
        places.clear();
        answers.clear();
        knownAnswers.clear();
        knownEntries.clear();
        transcript = transcript.clear(cleared);
    }

    private BucketChange bucket(int number, long firstSeq) {
        return buckets.computeIfAbsent(number, _ -> new BucketChange(number, firstSeq));
    }
}
