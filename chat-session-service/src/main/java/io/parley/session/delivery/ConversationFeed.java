package io.parley.session.delivery;

import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerEvent;
import io.parley.events.AnswerFailed;
import io.parley.events.AnswerRequested;
import io.parley.events.Audience;
import io.parley.events.ConversationFact;
import io.parley.events.ConversationStarted;
import io.parley.events.Floor;
import io.parley.events.FloorEvent;
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
import io.parley.events.live.AnswerChunk;
import io.parley.events.live.AnswerStarted;
import io.parley.events.live.LiveSignal;
import io.parley.events.live.Presence;
import io.parley.events.live.QueuePosition;
import io.parley.events.live.SessionEnded;
import io.parley.events.live.StopRequested;
import io.parley.events.live.Typing;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.ConversationReading;
import io.parley.events.log.LoggedFact;
import io.parley.session.conversation.AcceptedMessage;
import io.parley.session.conversation.AnswerOutcome;
import io.parley.session.conversation.Conversation;
import io.parley.session.frame.Cursor;
import io.parley.session.frame.EncodedFrame;
import io.parley.session.frame.ErrorCode;
import io.parley.session.frame.FrameCodec;
import io.parley.session.frame.Refusal;
import io.parley.session.frame.ServerFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A conversation on this replica: what its sockets are shown, in the one order of the log, with the pieces of the
 * running answer between.
 *
 * <p>It begins as a buffer of what the log's reader brings. When the view's document is there, which holds everything
 * before that ({@link LiveConversations} makes sure), the buffer is read on top of it. Everything happens under the
 * feed's lock and in memory.
 */
public final class ConversationFeed {

    /** So many facts of one conversation cannot come while its document is loaded; it would be a fault. */
    private static final int BUFFER = 20_000;

    private final ConversationKey key;
    private final String epoch;
    private final RunningAnswers running;
    private final Presences presences;
    private final Map<String, ShownAnswer> readers = new LinkedHashMap<>();
    private final Map<MessageId, List<Expected>> expected = new HashMap<>();
    private final Map<MessageId, List<AwaitedAnswer>> answersAwaited = new HashMap<>();

    // Answers to questions that were read here and have not ended, oldest first.
    private final Set<MessageId> awaited = new LinkedHashSet<>();
    private @Nullable List<LoggedFact> buffered = new ArrayList<>();
    private Conversation conversation;

    ConversationFeed(ConversationKey key, String epoch, RunningAnswers running, Presences presences) {
        this.key = key;
        this.epoch = epoch;
        this.running = running;
        this.presences = presences;
        this.conversation = Conversation.unread(key);
    }

    public ConversationKey key() {
        return key;
    }

    /** The conversation as far as it was read here. */
    public synchronized Conversation conversation() {
        return conversation;
    }

    /**
     * Shows the conversation to a socket from here on: where it begins, then who is there and the answer that is being
     * written. Answers where it begins.
     */
    public synchronized long add(Reader reader, @Nullable String chatbotName) {
        long begin = conversation.reading().lastShownTo(reader.audience());
        reader.show(EncodedFrame.of(new ServerFrame.SessionInfo(
                reader.sessionId(),
                key.conversation(),
                chatbotName,
                chatbotName == null
                        ? "Connected. You can start chatting!"
                        : "Connected to " + chatbotName + ". You can start chatting!",
                new Cursor(epoch, begin))));
        var shown = new ShownAnswer(reader);
        readers.put(reader.id(), shown);
        if (!conversation.exists()) {
            // It was erased between being found and being shown.
            reader.erased();
            return begin;
        }
        for (var present : presences.online(key)) {
            if (!present.id().equals(reader.userId())) {
                reader.show(presence(present, true));
            }
        }
        var answer = showable();
        if (answer != null) {
            show(answer, List.of(shown));
        }
        return begin;
    }

    /** Shows what happens from here on, and nothing before it. Answers where that begins. */
    public synchronized long follow(Reader reader) {
        readers.put(reader.id(), new ShownAnswer(reader));
        return conversation.reading().lastShownTo(reader.audience());
    }

    /** Somebody came or went. */
    synchronized void presenceChanged(Sender who, boolean online) {
        showOthers(who.id(), presence(who, online));
    }

    private static EncodedFrame presence(Sender who, boolean online) {
        return EncodedFrame.of(new ServerFrame.Presence(who.id(), who.type(), online));
    }

    private void showOthers(String userId, EncodedFrame frame) {
        for (var shown : readers.values()) {
            if (!shown.reader().userId().equals(userId)) {
                shown.reader().show(frame);
            }
        }
    }

    private void showAll(EncodedFrame frame) {
        readers.values().forEach(shown -> shown.reader().show(frame));
    }

    /** Shows a reader nothing more. Answers the last place it was shown. */
    public synchronized long remove(Reader reader) {
        readers.remove(reader.id());
        return conversation.reading().lastShownTo(reader.audience());
    }

    /** A message of this id that was read in the last ten minutes. */
    public synchronized Optional<AcceptedMessage> findAccepted(MessageId id) {
        return conversation.reading().find(id).map(AcceptedMessage::of);
    }

    /**
     * Waits for a message to be read; the socket named is told {@code message_received} in its place among the facts, or
     * now if the message has been read since its id was looked up.
     */
    public synchronized Expected expect(MessageId id, @Nullable String clientMessageId, @Nullable String reader) {
        var waiting = expected.getOrDefault(id, List.of());
        var read = findAccepted(id);
        // Whoever appended may have given up, and others wait still: then it is for the next one to append.
        boolean first = read.isEmpty() && waiting.stream().noneMatch(Expected::isFirst);
        var added = new Expected(id, clientMessageId, reader, first);
        if (read.isPresent()) {
            tell(added, read.get());
        } else {
            expected.computeIfAbsent(id, _ -> new ArrayList<>()).add(added);
        }
        return added;
    }

    public synchronized void forget(Expected gone) {
        expected.computeIfPresent(gone.id(), (_, waiting) -> {
            waiting.remove(gone);
            return waiting.isEmpty() ? null : waiting;
        });
    }

    /**
     * Waits for the end of the first answer to a message. One that was read before this call is not told any more: the
     * view has it.
     */
    public synchronized AwaitedAnswer awaitAnswer(MessageId question) {
        var added = new AwaitedAnswer(question);
        answersAwaited.computeIfAbsent(question, _ -> new ArrayList<>()).add(added);
        return added;
    }

    public synchronized void forget(AwaitedAnswer gone) {
        answersAwaited.computeIfPresent(gone.question(), (_, waiting) -> {
            waiting.remove(gone);
            return waiting.isEmpty() ? null : waiting;
        });
    }

    /** Tells a socket that a message it sends again was accepted before. */
    public synchronized void tellAgain(Reader reader, AcceptedMessage accepted, @Nullable String clientMessageId) {
        reader.show(FactFrames.received(key.conversation(), accepted, clientMessageId, reader.audience()));
    }

    /** Begins with the view's document, and reads what came meanwhile. */
    synchronized void begin(@Nullable Conversation stored) {
        var meanwhile = buffered;
        if (meanwhile == null) {
            return;
        }
        buffered = null;
        if (stored != null) {
            conversation = stored;
            if (stored.awaited() != null) {
                awaited.add(stored.awaited());
            }
        }
        meanwhile.forEach(this::read);
    }

    synchronized void onFact(LoggedFact logged) {
        if (buffered == null) {
            read(logged);
        } else if (buffered.size() < BUFFER) {
            buffered.add(logged);
        } else {
            throw new IllegalStateException("the conversation could not be opened in time");
        }
    }

    synchronized void onSignal(LiveSignal signal) {
        if (buffered != null) {
            return;
        }
        switch (signal) {
            case AnswerStarted _, AnswerChunk _ -> showRunning();
            case Typing typing -> {
                var frame = EncodedFrame.of(new ServerFrame.Typing(
                        typing.sender().id(), typing.sender().type()));
                readers.values().stream()
                        .map(ShownAnswer::reader)
                        .filter(reader -> !reader.id().equals(typing.socket()))
                        .forEach(reader -> reader.show(frame));
            }
            case SessionEnded ended ->
                List.copyOf(readers.values()).stream()
                        .map(ShownAnswer::reader)
                        .filter(reader -> ended.sessionId().equals(reader.sessionId()))
                        .forEach(Reader::sessionEnded);
            case QueuePosition queue -> {
                if (conversation.reading().floor() == Floor.QUEUE) {
                    var frame = EncodedFrame.of(new ServerFrame.Queue(queue.position()));
                    readers.values().stream()
                            .map(ShownAnswer::reader)
                            .filter(reader -> reader.audience() == Audience.VISITOR)
                            .forEach(reader -> reader.show(frame));
                }
            }
            case Presence _, StopRequested _ -> {
                // Presence is shown where it changes; a stop is for whoever writes the answer.
            }
        }
    }

    /** The answer that a stop is meant for: the one being written, else the next one to be. */
    public synchronized Optional<MessageId> answerToStop() {
        var answer = showable();
        return answer == null ? awaited.stream().findFirst() : Optional.of(answer.id());
    }

    synchronized boolean isIdle() {
        return readers.isEmpty() && expected.isEmpty() && answersAwaited.isEmpty();
    }

    private void read(LoggedFact logged) {
        var before = conversation;
        var step = before.read(logged);
        conversation = step.next();
        if (step.isAdmitted()) {
            await(before, conversation);
            deliver(logged, before.reading());
            tellWaiting(logged, before);
            // The question may be what a running answer was waiting for.
            showRunning();
        } else if (logged.fact() instanceof MessagePosted posted) {
            if (step.first() != null) {
                acknowledge(posted, AcceptedMessage.of(step.first()));
            } else if (step.verdict() == ConversationReading.Verdict.STALE) {
                refuse(posted);
            }
        }
    }

    /** The conversation was erased while the message was on its way. */
    private void refuse(MessagePosted posted) {
        expected.getOrDefault(posted.messageId(), List.of())
                .forEach(waiting ->
                        waiting.fail(new Refusal(ErrorCode.NOT_FOUND, "There is no such conversation any more.")));
    }

    private void deliver(LoggedFact logged, ConversationReading before) {
        var frames = new FactFrames(logged, before);
        ConversationFact fact = logged.fact();
        switch (fact) {
            case MessagePosted posted -> posted(logged, posted, before, frames);
            case AnswerCompleted answer -> {
                awaited.remove(answer.answerId());
                completed(answer, frames);
            }
            case AnswerFailed answer -> {
                awaited.remove(answer.answerId());
                for (var shown : readers.values()) {
                    shown.reader().show(frames.failed(answer, shown.reader().audience()));
                    shown.clear();
                }
            }
            case NoteAdded _ -> showEachKind(frames, fact);
            case FloorEvent change -> {
                for (var shown : readers.values()) {
                    shown.reader().show(frames.escalation(change, shown.reader().audience()));
                    shown.clear();
                }
            }
            case MessageEdited _, MessageDeleted _, ReactionSet _ -> showEachKind(frames, fact);
            case MessagesRead read -> showAll(EncodedFrame.of(new ServerFrame.Receipt(read.userId(), read.readSeq())));
            case MessageRejected _ ->
                showAll(EncodedFrame.of(ServerFrame.Failure.of(rejected(), FrameCodec.Subject.NONE)));
            case HistoryCleared cleared -> {
                awaited.clear();
                running.drop(key, Long.MAX_VALUE);
                if (cleared.whole()) {
                    List.copyOf(readers.values())
                            .forEach(shown -> shown.reader().erased());
                }
            }
            case ConversationStarted _, HumanRequested _, AnswerRequested _ -> {
                // No frame of its own.
            }
        }
    }

    /** Tells those who wait without being shown frames, and those whose answer a clearing takes away. */
    private void tellWaiting(LoggedFact logged, Conversation before) {
        switch (logged.fact()) {
            case AnswerEvent end
            when end.generation() == 0 -> {
                var outcome = AnswerOutcome.of(end, logged.at());
                answersAwaited.getOrDefault(end.inReplyTo(), List.of()).forEach(waiting -> waiting.end(outcome));
            }
            case HistoryCleared cleared -> {
                answersAwaited
                        .values()
                        .forEach(all -> all.forEach(waiting -> waiting.end(new AnswerOutcome.Cleared())));
                var question = before.question();
                if (!cleared.whole() && question != null && question.open()) {
                    showAll(FactFrames.cleared(question.id().answer(question.generation())));
                    readers.values().forEach(ShownAnswer::clear);
                }
            }
            default -> {
                // Ends no answer.
            }
        }
    }

    private static Refusal rejected() {
        return new Refusal(ErrorCode.NOT_ACCEPTED, "A message could not be stored and is lost; please send it again.");
    }

    /** Shows a fact to all of those who are shown it at all. */
    private void showEachKind(FactFrames frames, ConversationFact fact) {
        for (var shown : readers.values()) {
            var reader = shown.reader();
            if (fact.isShownTo(reader.audience())) {
                reader.show(frames.frame(reader.audience(), reader.userId()));
            }
        }
    }

    /** The fact may ask for an answer: answers are shown in the order they were asked for. */
    private void await(Conversation before, Conversation after) {
        var question = after.question();
        if (question != null && question.open() && !question.equals(before.question())) {
            awaited.add(question.id().answer(question.generation()));
        }
    }

    private void posted(LoggedFact logged, MessagePosted posted, ConversationReading before, FactFrames frames) {
        var accepted = new AcceptedMessage(
                posted.messageId(), logged.seq(), before.visitorSeq(), before.agentSeq(), logged.at());
        var senders = acknowledge(posted, accepted);
        for (var shown : readers.values()) {
            var reader = shown.reader();
            if (!senders.contains(reader)) {
                boolean own = reader.userId().equals(posted.sender().id());
                reader.show(frames.message(posted, reader.audience(), own));
            }
        }
    }

    /** Tells everybody who waited for a message; answers which sockets were among them. */
    private Set<Reader> acknowledge(MessagePosted posted, AcceptedMessage accepted) {
        var waiting = expected.remove(posted.messageId());
        if (waiting == null) {
            return Set.of();
        }
        var told = new HashSet<Reader>();
        for (var one : waiting) {
            var reader = tell(one, accepted);
            if (reader != null) {
                told.add(reader);
            }
        }
        return told;
    }

    /** Tells one who waited, and its socket if it is one; answers which. */
    private @Nullable Reader tell(Expected waiting, AcceptedMessage accepted) {
        var shown = waiting.reader() == null ? null : readers.get(waiting.reader());
        if (shown != null) {
            shown.reader()
                    .show(FactFrames.received(
                            key.conversation(),
                            accepted,
                            waiting.clientMessageId(),
                            shown.reader().audience()));
        }
        waiting.complete(accepted);
        return shown == null ? null : shown.reader();
    }

    private void showRunning() {
        var answer = showable();
        if (answer != null && !readers.isEmpty()) {
            show(answer, readers.values());
        }
    }

    /** The running answer, if it may be shown at this place of the log. */
    private @Nullable RunningAnswer showable() {
        var answer = running.find(key);
        var reading = conversation.reading();
        boolean may = answer != null
                && answer.questionSeq() <= reading.seq()
                // An answer to what was erased may still be written for a moment.
                && answer.questionSeq() > conversation.clearedSeq()
                && answer.fence() >= reading.fence()
                && reading.floor() == Floor.ASSISTANT
                && reading.find(answer.id()).isEmpty()
                && isNext(answer.id());
        return may ? answer : null;
    }

    /** The live topic can be ahead of the log: an answer waits for the end of the one before it. */
    private boolean isNext(MessageId answer) {
        return !awaited.contains(answer) || awaited.iterator().next().equals(answer);
    }

    private static void show(RunningAnswer answer, Iterable<ShownAnswer> readers) {
        int length = answer.length();
        @Nullable EncodedFrame start = null;
        @Nullable EncodedFrame chunk = null;
        int from = -1;
        int index = -1;
        for (var shown : readers) {
            if (!shown.reader().followsAnswers()) {
                continue;
            }
            if (!shown.is(answer.id(), answer.attempt())) {
                start = start == null ? FactFrames.start(answer) : start;
                shown.reader().show(start);
                shown.begin(answer);
            }
            if (shown.length() < length) {
                // Sockets that came at the same time are at the same place: they share the bytes.
                if (chunk == null || from != shown.length() || index != shown.chunks()) {
                    from = shown.length();
                    index = shown.chunks();
                    chunk = FactFrames.chunk(answer.text(from, length), answer.id(), answer.attempt(), index);
                }
                shown.reader().show(chunk);
                shown.shown(length - shown.length());
            }
        }
    }

    private void completed(AnswerCompleted answer, FactFrames frames) {
        for (var shown : readers.values()) {
            if (shown.reader().followsAnswers()) {
                showRest(shown, answer);
            }
            shown.reader().show(frames.complete(answer, shown.reader().audience()));
            shown.clear();
        }
    }

    private static void showRest(ShownAnswer shown, AnswerCompleted answer) {
        var text = answer.text();
        if (!shown.isBeginningOf(answer)) {
            var supersedes = FactFrames.supersedes(answer);
            shown.reader().show(FactFrames.start(answer.answerId(), answer.inReplyTo(), answer.attempt(), supersedes));
            shown.begin(null);
        }
        if (shown.length() < text.length()) {
            var rest = text.substring(shown.length());
            shown.reader().show(FactFrames.chunk(rest, answer.answerId(), answer.attempt(), shown.chunks()));
        }
    }
}
