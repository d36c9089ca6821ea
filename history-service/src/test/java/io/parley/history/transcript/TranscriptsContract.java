package io.parley.history.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.AnswerFailed;
import io.parley.events.ConversationKind;
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
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** What holds for transcripts wherever they are kept. */
public interface TranscriptsContract {

    Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

    Duration LIMIT = Duration.ofSeconds(10);

    Transcripts transcripts();

    Listings listings();

    Removals removals();

    /**
     * Remembers how things are, and answers how to bring that back: what is left when a process dies before the
     * conversation, or the places as well, were written. Buckets stay as they are then.
     */
    Runnable crashPoint(ConversationKey key, boolean placesToo);

    @Test
    default void writesTheSameHoweverOftenItIsCutOff() {
        for (int seed = 0; seed < 8; seed++) {
            var script = aLongConversation(seed);
            record(script.facts());
            var expected = shown(script.key());

            var other = new ConversationScript(aKey());
            var facts = script.facts().stream()
                    .map(logged -> new LoggedFact(other.key(), 0, logged.seq(), logged.at(), logged.fact()))
                    .toList();
            recordWithCrashes(other.key(), facts, new Random(seed));

            assertThat(shown(other.key())).as("seed %d", seed).isEqualTo(expected);
            var one = transcript(script.key());
            var two = transcript(other.key());
            assertThat(two.entries()).isEqualTo(one.entries());
            assertThat(two.filled()).isEqualTo(one.filled());
            assertThat(two.summary()).isEqualTo(one.summary());
            assertThat(two.firstSeq()).isEqualTo(one.firstSeq());
        }
    }

    @Test
    default void writesNothingForFactsThatWereReadBefore() {
        var script = aLongConversation(1);
        record(script.facts());
        var expected = shown(script.key());

        record(script.facts());
        record(script.facts().subList(10, 40));

        assertThat(shown(script.key())).isEqualTo(expected);
    }

    @Test
    default void refusesWhatAnotherReplicaWasFasterWith() {
        var script = aLongConversation(2);
        var facts = script.facts();
        // Both of a conversation that is new and of one that is known.
        for (int[] step : new int[][] {{0, 30, 20}, {30, 150, 90}}) {
            var slow = opened(script.key(), facts.subList(step[0], step[2]));
            record(facts.subList(step[0], step[1]));
            var expected = shown(script.key());

            StepVerifier.create(transcripts().keep(List.of(slow))).verifyError(RuntimeException.class);

            assertThat(shown(script.key())).isEqualTo(expected);
        }
        record(facts);

        var other = new ConversationScript(aKey());
        record(facts.stream()
                .map(logged -> new LoggedFact(other.key(), 0, logged.seq(), logged.at(), logged.fact()))
                .toList());
        assertThat(shown(script.key())).isEqualTo(shown(other.key()));
    }

    @Test
    default void showsTheHighestGenerationOfAnAnswer() {
        var script = new ConversationScript(aKey()).started(ConversationKind.SESSION);
        var question = script.says("why?");
        script.answered(question, 0, 0, "first").answered(question, 1, 0, "second");
        script.answered(question, 2, 0, "third");

        record(script.facts().subList(0, 3));
        assertThat(texts(script.key())).containsExactly("why?", "first");
        record(script.facts().subList(3, 4));
        assertThat(texts(script.key())).containsExactly("why?", "second");
        record(script.facts());
        assertThat(texts(script.key())).containsExactly("why?", "third");
    }

    @Test
    default void doesNotShowALowerGenerationThatCompletesLater() {
        var script = new ConversationScript(aKey()).started(ConversationKind.SESSION);
        var question = script.says("why?");
        script.answered(question, 1, 0, "second").answered(question, 0, 0, "first");

        record(script.facts());

        assertThat(texts(script.key())).containsExactly("why?", "second");
    }

    @Test
    default void keepsMetadataWhateverItsNames() {
        var script = new ConversationScript(aKey()).started(ConversationKind.PEOPLE);
        Map<String, Object> metadata = Map.of("a.b", 1, "$set", Map.of("", "x"), "nul\u0000", List.of(true, "\u0000"));
        script.append(new MessagePosted(
                MessageId.random(), new Sender("ann", SenderType.USER, "Ann"), "text\u0000", metadata, null, null));

        record(script.facts());

        var entry = shown(script.key()).getFirst();
        assertThat(entry.metadata()).isEqualTo(metadata);
        assertThat(entry.content()).isEqualTo("text\u0000");
        assertThat(entry.sender().name()).isEqualTo("Ann");
    }

    @Test
    default void beginsANewBucketWhereMuchIsSaid() {
        var script = new ConversationScript(aKey()).started(ConversationKind.THREAD);
        for (int i = 0; i < 5; i++) {
            script.says("x".repeat(200_000) + i);
        }

        record(script.facts());

        assertThat(transcript(script.key()).filled().buckets()).isEqualTo(3);
        assertThat(texts(script.key())).hasSize(5).allMatch(text -> text.length() == 200_001);
    }

    @Test
    default void givesEntriesOtherWordsAndTakesThemBack() {
        var script = new ConversationScript(aKey()).started(ConversationKind.PEOPLE);
        var kept = script.says("kept");
        var edited = script.says("first words");
        var deleted = script.says("secret");
        record(script.facts());
        var edit = script.append(new MessageEdited(edited, ConversationScript.OWNER, "other words"));
        script.append(new ReactionSet(deleted, "bob", "up"));
        script.append(new MessageDeleted(deleted, ConversationScript.OWNER));
        script.append(new MessageEdited(deleted, ConversationScript.OWNER, "not again"));
        script.append(new ReactionSet(deleted, "bob", "down"));
        script.append(new MessageEdited(MessageId.random(), ConversationScript.OWNER, "of nothing"));
        var within = script.says("soon gone");
        script.append(new MessageEdited(within, ConversationScript.OWNER, "going"));
        script.append(new MessageDeleted(within, ConversationScript.OWNER));
        script.append(new ReactionSet(kept, "bob", "up"));
        script.append(new ReactionSet(kept, "cleo", "\uD83C\uDF89"));
        script.append(new ReactionSet(kept, "bob", "down"));
        script.append(new ReactionSet(kept, "cleo", null));
        record(script.facts());

        var shown = shown(script.key());
        assertThat(shown).extracting(TranscriptEntry::content).containsExactly("kept", "other words", "", "");
        assertThat(shown).extracting(TranscriptEntry::deleted).containsExactly(false, false, true, true);
        assertThat(shown.get(0).reactions()).containsExactly(new Reaction("bob", "down"));
        assertThat(shown.get(0).editedAt()).isNull();
        assertThat(shown.get(1).editedAt()).isEqualTo(edit.at());
        assertThat(shown.get(2).reactions()).isEmpty();
    }

    @Test
    default void keepsTheLatestReactionsOfAnEntry() {
        var script = new ConversationScript(aKey()).started(ConversationKind.PEOPLE);
        var id = script.says("popular");
        for (int i = 0; i < 120; i++) {
            script.append(new ReactionSet(id, "user-" + i, "up"));
        }
        record(script.facts().subList(0, 60));
        record(script.facts());

        assertThat(shown(script.key()).getFirst().reactions())
                .hasSize(100)
                .startsWith(new Reaction("user-20", "up"))
                .endsWith(new Reaction("user-119", "up"));
    }

    @Test
    default void removesWhatWasCleared() {
        var script = new ConversationScript(aKey()).started(ConversationKind.PEOPLE);
        var old = script.says("old");
        for (int i = 0; i < 2_300; i++) {
            script.says("old " + i);
        }
        record(script.facts());
        script.append(new HistoryCleared(ConversationScript.OWNER, false, 0));
        record(script.facts());
        assertThat(shown(script.key())).isEmpty();
        script.says("new");
        script.append(new MessageEdited(old, ConversationScript.OWNER, "not any more"));
        record(script.facts());

        sweep();

        assertThat(texts(script.key())).containsExactly("new");
        for (int number = 0; number < 24; number++) {
            assertThat(transcripts().bucket(script.key(), number).block(LIMIT)).isNull();
        }
        assertThat(transcripts().bucket(script.key(), 24).block(LIMIT)).hasSize(1);
        assertThat(removals().due(FAR).collectList().block(LIMIT))
                .noneMatch(removal -> removal.key().equals(script.key()));
    }

    @Test
    default void leavesNothingToWhoeverStartsAnErasedConversationAgain() {
        var script = new ConversationScript(aKey()).started(ConversationKind.PEOPLE);
        var old = script.says("mine");
        script.append(new HistoryCleared(ConversationScript.OWNER, true, 3));
        script.says("too late");
        record(script.facts());

        assertThat(reader().read(script.key(), ConversationScript.OWNER, true, TranscriptCursor.newest(), 10)
                        .block())
                .isNull();
        assertThat(listed(ConversationScript.OWNER)).doesNotContain(script.key());

        script.append(new ConversationStarted("bob", ConversationKind.PEOPLE, null));
        script.append(new MessagePosted(old, new Sender("bob", SenderType.USER, null), "his", Map.of(), null, null));
        record(script.facts());
        sweep();
        record(script.facts());

        assertThat(reader().read(script.key(), ConversationScript.OWNER, false, TranscriptCursor.newest(), 10)
                        .block())
                .isNull();
        var page = Objects.requireNonNull(reader().read(script.key(), "bob", false, TranscriptCursor.newest(), 10)
                .block());
        assertThat(page.entries()).extracting(TranscriptEntry::content).containsExactly("his");
        assertThat(listed("bob")).contains(script.key());
        assertThat(listed(ConversationScript.OWNER)).doesNotContain(script.key());
    }

    @Test
    default void listsWhatIsNotARoomOrAThread() {
        for (var kind : ConversationKind.values()) {
            var script = new ConversationScript(aKey()).started(kind);
            record(script.facts());
            record(script.facts());
            boolean listed = kind == ConversationKind.PEOPLE || kind == ConversationKind.SESSION;
            assertThat(listed(ConversationScript.OWNER).contains(script.key())).isEqualTo(listed);
        }
    }

    @Test
    default void showsAnApologyInTheRoomAlone() {
        var script = new ConversationScript(aKey()).started(ConversationKind.AI_ROOM);
        var one = script.says("one");
        script.failed(one, 0, 0, FailureCode.TIMEOUT);
        var two = script.says("two");
        script.failed(two, 0, 0, FailureCode.PROVIDER_UNAVAILABLE);
        record(script.facts());
        var three = script.says("three");
        script.failed(three, 0, 0, FailureCode.PROVIDER_REJECTED_KEY);
        script.answered(two, 1, 0, "to two").failed(two, 2, 0, FailureCode.TIMEOUT);
        script.failed(one, 1, 0, FailureCode.INTERNAL);
        script.failed(MessageId.random(), 0, 0, FailureCode.TIMEOUT);
        record(script.facts());

        assertThat(texts(script.key())).containsExactly("one", "two", "three", "to two");
        assertThat(room(script.key(), 3))
                .extracting(TranscriptEntry::id)
                .containsExactly(one, one.answer(0), two, three, three.answer(0), two.answer(1));
        assertThat(room(script.key(), 3))
                .filteredOn(TranscriptEntry::apology)
                .hasSize(2)
                .allMatch(entry -> entry.content().isEmpty() && entry.sender().equals(Sender.ASSISTANT));
        assertThat(transcript(script.key()).summary().unread().count())
                .as("of what others said")
                .isEqualTo(1);
    }

    @Test
    default void showsAFailureNowhereElse() {
        for (var kind : List.of(ConversationKind.SESSION, ConversationKind.PEOPLE, ConversationKind.THREAD)) {
            var script = new ConversationScript(aKey()).started(kind);
            var question = script.says("one");
            script.failed(question, 0, 0, FailureCode.TIMEOUT);
            script.failed(script.says("two"), 0, 0, FailureCode.NO_API_KEY);
            record(script.facts());

            assertThat(texts(script.key())).as("%s", kind).containsExactly("one", "two");
            assertThat(transcript(script.key()).entries()).isEqualTo(2);
            assertThat(transcript(script.key()).room()).isEqualTo(RoomCount.NOTHING);
        }
    }

    @Test
    default void takesAQuestionWithoutAKeyForNeverAsked() {
        var script = new ConversationScript(aKey()).started(ConversationKind.AI_ROOM);
        var one = script.says("one");
        var two = script.says("two");
        script.answered(one, 0, 0, "to one").failed(one, 1, 0, FailureCode.NO_API_KEY);
        record(script.facts());
        script.failed(two, 0, 0, FailureCode.NO_API_KEY);
        script.append(new MessageDeleted(two, ConversationScript.OWNER));
        script.append(new MessageEdited(two, ConversationScript.OWNER, "two, rather"));
        var three = script.says("three");
        script.failed(three, 0, 0, FailureCode.NO_API_KEY);
        record(script.facts());
        script.failed(two, 1, 0, FailureCode.TIMEOUT);
        record(script.facts());

        assertThat(texts(script.key())).containsExactly("one", "to one");
        assertThat(room(script.key(), 10)).extracting(TranscriptEntry::content).containsExactly("one", "to one");
    }

    @Test
    default void makesNoApologyForWhatAPersonTookOver() {
        var script = new ConversationScript(aKey()).started(ConversationKind.AI_ROOM);
        var question = script.says("one");
        script.append(
                new EscalationRaised(UUID.randomUUID(), 1, "r", new Sender("ann", SenderType.USER, null), Map.of()));
        script.failed(question, 0, 1, FailureCode.HANDED_OVER);
        record(script.facts());

        assertThat(room(script.key(), 10)).extracting(TranscriptEntry::id).containsExactly(question);
    }

    @Test
    default void countsARoomTheSameHoweverOftenItIsCutOff() {
        for (int seed = 0; seed < 8; seed++) {
            var script = aRoom(seed);
            record(script.facts());
            var expected = room(script.key(), 7);

            var other = new ConversationScript(aKey());
            var facts = script.facts().stream()
                    .map(logged -> new LoggedFact(other.key(), 0, logged.seq(), logged.at(), logged.fact()))
                    .toList();
            recordWithCrashes(other.key(), facts, new Random(seed));

            assertThat(expected).as("seed %d", seed).hasSizeGreaterThan(20);
            assertThat(room(other.key(), 50)).as("seed %d", seed).isEqualTo(expected);
            assertThat(transcript(other.key()).room())
                    .isEqualTo(transcript(script.key()).room());
            assertThat(transcript(other.key()).summary())
                    .isEqualTo(transcript(script.key()).summary());
        }
    }

    /** Every page of a room's history, of which each must say how many there are in all. */
    private List<TranscriptEntry> room(ConversationKey key, int limit) {
        var reader = reader();
        var all = new ArrayList<TranscriptEntry>();
        RoomPage page;
        int number = 0;
        do {
            page = Objects.requireNonNull(reader.readRoom(key, ConversationScript.OWNER, ++number, limit)
                    .block(LIMIT));
            all.addAll(page.entries());
            assertThat(page.entries()).hasSize(Math.min(limit, page.total() - (number - 1) * limit));
        } while (page.hasMore());
        assertThat(all).hasSize(page.total()).allMatch(TranscriptEntry::isInRoom);
        assertThat(all).extracting(TranscriptEntry::seq).isSorted().doesNotHaveDuplicates();
        return all;
    }

    /** Questions answered and failed, asked again, taken back, without a key, cleared, and with a person between. */
    private ConversationScript aRoom(int seed) {
        var random = new Random(seed);
        var script = new ConversationScript(aKey()).started(ConversationKind.AI_ROOM);
        var codes = FailureCode.values();
        var said = new ArrayList<MessageId>();
        long fence = 0;
        for (int i = 0; i < 150; i++) {
            var question = script.says("question " + i);
            said.add(question);
            for (int generation = 0; generation <= random.nextInt(3); generation++) {
                if (random.nextInt(3) == 0) {
                    script.failed(question, generation, fence, codes[random.nextInt(codes.length)]);
                } else {
                    script.answered(question, generation, fence, "answer " + i + "." + generation);
                }
            }
            if (random.nextInt(6) == 0) {
                script.append(new MessageDeleted(said.get(random.nextInt(said.size())), ConversationScript.OWNER));
            }
            if (random.nextInt(6) == 0) {
                // Another record of a fact that has its place already.
                script.append(script.facts().getLast().fact());
            }
            if (random.nextInt(20) == 0) {
                var again = said.get(random.nextInt(said.size()));
                script.answered(again, 3 + random.nextInt(2), fence, "much later " + i);
            }
            if (random.nextInt(70) == 0 && i < 100) {
                script.append(new HistoryCleared(ConversationScript.OWNER, false, ++fence));
                said.clear();
            }
        }
        return script;
    }

    private List<ConversationKey> listed(String owner) {
        return Objects.requireNonNull(listings().of("default", owner).block(LIMIT));
    }

    private ReadTranscript reader() {
        return new ReadTranscript(transcripts());
    }

    private ConversationKey aKey() {
        return new ConversationKey("default", UUID.randomUUID().toString());
    }

    /** Questions, answers of several generations, failures, an escalation that makes an answer stale, duplicates. */
    private ConversationScript aLongConversation(int seed) {
        var random = new Random(seed);
        var script = new ConversationScript(aKey()).started(ConversationKind.SESSION);
        var said = new ArrayList<MessageId>();
        long fence = 0;
        for (int i = 0; i < 150; i++) {
            var question = script.says("question " + i);
            if (i % 40 == 39) {
                script.append(new EscalationRaised(
                        UUID.randomUUID(), ++fence, "r", new Sender("ann", SenderType.USER, null), Map.of()));
                script.answered(question, 0, fence - 1, "stale " + i);
            }
            for (int generation = 0; generation <= random.nextInt(3); generation++) {
                script.answered(question, generation, fence, "answer " + i + "." + generation);
            }
            if (random.nextInt(10) == 0) {
                script.append(new AnswerFailed(question.answer(9), question, 9, 1, fence, "leta", FailureCode.TIMEOUT));
            }
            if (random.nextInt(5) == 0) {
                // Another record of a fact that has its place already.
                script.append(script.facts().getLast().fact());
            }
            said.add(question);
            said.add(question.answer(0));
            meddle(script, said, random);
            if (random.nextInt(60) == 0) {
                script.append(new HistoryCleared(ConversationScript.OWNER, false, ++fence));
            }
            if (random.nextInt(80) == 0) {
                script.append(new HistoryCleared(ConversationScript.OWNER, true, ++fence));
                script.says("nobody hears this");
                script.started(ConversationKind.SESSION);
                // The same message again, in the new life of the conversation.
                script.append(script.facts().stream()
                        .map(LoggedFact::fact)
                        .filter(MessagePosted.class::isInstance)
                        .findFirst()
                        .orElseThrow());
            }
        }
        return script;
    }

    /** Edits, deletions, reactions and receipts of messages near and far, some of which nobody knows. */
    private static void meddle(ConversationScript script, List<MessageId> said, Random random) {
        for (int i = random.nextInt(4); i > 0; i--) {
            var id = random.nextInt(10) == 0 ? MessageId.random() : said.get(random.nextInt(said.size()));
            var user = "user-" + random.nextInt(130);
            script.append(
                    switch (random.nextInt(5)) {
                        case 0 -> new MessageEdited(id, ConversationScript.OWNER, "edited " + random.nextInt());
                        case 1 -> new MessageDeleted(id, ConversationScript.OWNER);
                        case 2 ->
                            new MessagesRead(
                                    ConversationScript.OWNER,
                                    script.facts().getLast().seq() - random.nextInt(200));
                        default -> new ReactionSet(id, user, random.nextInt(3) == 0 ? null : "up");
                    });
        }
    }

    private void recordWithCrashes(ConversationKey key, List<LoggedFact> facts, Random random) {
        int from = 0;
        while (from < facts.size()) {
            int to = Math.min(facts.size(), from + 1 + random.nextInt(90));
            int fate = random.nextInt(4);
            var crash = crashPoint(key, fate == 1);
            record(facts.subList(from, to));
            if (fate < 2) {
                crash.run();
            } else {
                from = to;
            }
            sweep();
        }
    }

    /** Does every removal that is open, its second look included. */
    private void sweep() {
        for (int days : new int[] {1_000, 2_000}) {
            var clock = Clock.fixed(Instant.now().plus(Duration.ofDays(days)), ZoneOffset.UTC);
            new RemoveCleared(transcripts(), removals(), clock).sweep().block(LIMIT);
        }
    }

    /** A recording as a replica has it that is about to keep it. */
    private Recording opened(ConversationKey key, List<LoggedFact> facts) {
        var mentions = Mentions.none();
        facts.forEach(logged -> mentions.add(logged.fact()));
        var opened =
                Objects.requireNonNull(transcripts().open(Map.of(key, mentions)).block(LIMIT));
        var recording = opened.get(key);
        facts.forEach(recording::read);
        return recording;
    }

    private void record(List<LoggedFact> facts) {
        new RecordTranscript(transcripts(), listings(), removals(), new InMemoryErasures())
                .record(facts, _ -> true)
                .block(LIMIT);
    }

    private Transcript transcript(ConversationKey key) {
        return Objects.requireNonNull(transcripts().find(key).block(LIMIT));
    }

    private List<TranscriptEntry> shown(ConversationKey key) {
        var reader = new ReadTranscript(transcripts());
        var all = new ArrayList<TranscriptEntry>();
        long after = 0;
        TranscriptPage page;
        do {
            page = Objects.requireNonNull(
                    reader.read(key, ConversationScript.OWNER, false, new TranscriptCursor.After(after), 70)
                            .block(LIMIT));
            all.addAll(page.entries());
            after = all.isEmpty() ? 0 : all.getLast().seq();
        } while (page.hasMore());
        return all;
    }

    private List<String> texts(ConversationKey key) {
        return shown(key).stream().map(TranscriptEntry::content).toList();
    }
}
