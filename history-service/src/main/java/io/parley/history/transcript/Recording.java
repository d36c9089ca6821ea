package io.parley.history.transcript;

import io.parley.events.AgentAssigned;
import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerFailed;
import io.parley.events.ConversationStarted;
import io.parley.events.EscalationRaised;
import io.parley.events.FailureCode;
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
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One transcript while a batch of facts is written into it. What comes out depends on the transcript as it was loaded
 * and on the facts alone: read again, with other borders between the batches, the same entry lands in the same slot.
 */
public final class Recording {

    private final long loadedSeq;
    private Transcript transcript;
    private final Map<MessageId, List<AnswerPlace>> knownAnswers;
    private final Map<MessageId, KnownEntry> knownEntries;
    private final Map<Integer, BucketChange> buckets = new LinkedHashMap<>();
    private final Map<MessageId, Place> places = new LinkedHashMap<>();
    private final Map<MessageId, List<AnswerPlace>> answers = new LinkedHashMap<>();
    private final List<Removal> removals = new ArrayList<>();
    private final List<Listing> listings = new ArrayList<>();

    /**
     * @param knownAnswers the answers there are of the messages that the batch brings answers to
     * @param knownEntries the entries that it edits, deletes, reacts to or could not answer
     */
    public Recording(
            Transcript loaded,
            Map<MessageId, List<AnswerPlace>> knownAnswers,
            Map<MessageId, KnownEntry> knownEntries) {
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

    /** Where the new answers are kept, by the message they answer. */
    public Map<MessageId, List<AnswerPlace>> answers() {
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
        return step.verdict() == Verdict.STALE && isStraggler(logged, before)
                ? Optional.of(Erasure.ofOne(logged))
                : Optional.empty();
    }

    /** Whether a fact that nobody is shown may be about what was erased, or an answer to what was cleared. */
    private static boolean isStraggler(LoggedFact logged, Transcript before) {
        return before.reading().erased()
                ? !(logged.fact() instanceof HistoryCleared)
                : logged.fact() instanceof AnswerCompleted && before.filled().first() > 0;
    }

    private Optional<Erasure> admit(LoggedFact logged, Transcript before) {
        switch (logged.fact()) {
            case ConversationStarted started -> start(started, logged);
            case MessagePosted posted -> add(TranscriptEntry.of(posted, logged));
            case AnswerCompleted answer -> addAnswer(TranscriptEntry.of(answer, logged));
            case AnswerFailed failed -> fail(failed, logged);
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

    private void addAnswer(TranscriptEntry entry) {
        var answer = Objects.requireNonNull(entry.answer());
        var added = new AnswerPlace(answer.generation(), transcript.filled().next(), entry.seq(), entry.apology());
        var before = answersBefore(answer.question(), entry.seq());
        var shown = AnswerPlace.shown(before);
        if (shown.isPresent() && added.outranks(shown.get())) {
            supersede(shown.get(), entry.seq());
        }
        add(shown.isEmpty() || added.outranks(shown.get()) ? entry : entry.supersede());
        if (before.stream().noneMatch(one -> one.generation() == added.generation())) {
            answers.computeIfAbsent(answer.question(), _ -> new ArrayList<>()).add(added);
        }
    }

    /** The answers there were until a fact. Read again after a crash, what is known may go beyond that. */
    private List<AnswerPlace> answersBefore(MessageId question, long fact) {
        return Stream.concat(
                        knownAnswers.getOrDefault(question, List.of()).stream(),
                        answers.getOrDefault(question, List.of()).stream())
                .filter(answer -> answer.seq() < fact)
                .toList();
    }

    private void supersede(AnswerPlace shown, long by) {
        bucket(shown.place().bucket(), by).supersede(shown.place().slot(), by);
        transcript = transcript
                .hide(shown.place())
                .summed(summary -> summary.with(summary.unread().remove(shown.seq())));
    }

    /** A room's history shows a failing provider's apology; a question without a key is in no history at all. */
    private void fail(AnswerFailed failed, LoggedFact logged) {
        if (!transcript.isRoom() || failed.code() == FailureCode.HANDED_OVER) {
            return;
        }
        if (failed.voidsQuestion()) {
            hide(failed.inReplyTo(), logged, entry -> entry.withdraw(logged.seq()));
        } else if (!failed.isForWantOfKey()
                && isInRoom(failed.inReplyTo(), logged.seq())
                && answersBefore(failed.inReplyTo(), logged.seq()).isEmpty()) {
            addAnswer(TranscriptEntry.apology(failed, logged));
        }
    }

    private boolean isInRoom(MessageId id, long fact) {
        return find(id).filter(entry -> entry.wasInRoomBefore(fact)).isPresent();
    }

    private Optional<TranscriptEntry> find(MessageId id) {
        var place = places.get(id);
        if (place != null) {
            return Optional.ofNullable(buckets.get(place.bucket()))
                    .map(bucket -> bucket.entries().get(place.slot()));
        }
        return Optional.ofNullable(knownEntries.get(id)).map(KnownEntry::entry);
    }

    /** Changes an entry so that its room's history has it no more. */
    private Optional<TranscriptEntry> hide(MessageId id, LoggedFact logged, UnaryOperator<TranscriptEntry> change) {
        var hidden = change(id, logged, change);
        hidden.filter(entry -> entry.wasInRoomBefore(logged.seq()))
                .flatMap(_ -> place(id))
                .ifPresent(place -> transcript = transcript.hide(place));
        return hidden;
    }

    private Optional<Place> place(MessageId id) {
        var place = places.get(id);
        return place != null
                ? Optional.of(place)
                : Optional.ofNullable(knownEntries.get(id)).map(KnownEntry::place);
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
        hide(deleted.messageId(), logged, entry -> entry.delete(logged.seq()))
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
