package io.parley.history.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerFailed;
import io.parley.events.ConversationKind;
import io.parley.events.EscalationRaised;
import io.parley.events.FailureCode;
import io.parley.events.MessageId;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** What holds for transcripts wherever they are kept. */
public interface TranscriptsContract {

    Duration LIMIT = Duration.ofSeconds(10);

    Transcripts transcripts();

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
            assertThat(transcript(other.key()).entries())
                    .isEqualTo(transcript(script.key()).entries());
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
        script.append(new io.parley.events.MessagePosted(
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

    private ConversationKey aKey() {
        return new ConversationKey("default", UUID.randomUUID().toString());
    }

    /** Questions, answers of several generations, failures, an escalation that makes an answer stale, duplicates. */
    private ConversationScript aLongConversation(int seed) {
        var random = new Random(seed);
        var script = new ConversationScript(aKey()).started(ConversationKind.SESSION);
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
        }
        return script;
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
        }
    }

    /** A recording as a replica has it that is about to keep it. */
    private Recording opened(ConversationKey key, List<LoggedFact> facts) {
        var questions = facts.stream()
                .map(LoggedFact::fact)
                .filter(AnswerCompleted.class::isInstance)
                .map(fact -> ((AnswerCompleted) fact).inReplyTo())
                .collect(Collectors.toSet());
        var opened = Objects.requireNonNull(
                transcripts().open(Map.of(key, questions)).block(LIMIT));
        var recording = opened.get(key);
        facts.forEach(recording::read);
        return recording;
    }

    private void record(List<LoggedFact> facts) {
        new RecordTranscript(transcripts()).record(facts).block(LIMIT);
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
