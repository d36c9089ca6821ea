package io.parley.history.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.ConversationKind;
import io.parley.events.log.ConversationKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadTranscriptTests {

    private static final int MESSAGES = 1_000;

    private final InMemoryTranscripts transcripts = new InMemoryTranscripts();
    private final ReadTranscript reader = new ReadTranscript(transcripts);
    private final ConversationScript script = new ConversationScript(new ConversationKey("default", "c1"));

    @BeforeEach
    void writeAThousandMessages() {
        script.started(ConversationKind.PEOPLE);
        IntStream.range(0, MESSAGES).forEach(i -> script.says("m" + i));
        record(script);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 50, 99, 100, 101, 200})
    void pagesBackwardWithoutGapOrOverlap(int limit) {
        var read = new ArrayList<String>();
        TranscriptCursor cursor = TranscriptCursor.newest();
        TranscriptPage page;
        do {
            page = read(cursor, limit);
            read.addAll(0, texts(page));
            cursor = new TranscriptCursor.Before(page.entries().getFirst().seq());
        } while (page.hasMore());

        assertThat(read).isEqualTo(allTexts());
        assertThat(read(cursor, limit).entries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 50, 99, 100, 101, 200})
    void pagesForwardWithoutGapOrOverlap(int limit) {
        var read = new ArrayList<String>();
        TranscriptCursor cursor = new TranscriptCursor.After(0);
        TranscriptPage page;
        do {
            page = read(cursor, limit);
            read.addAll(texts(page));
            cursor = new TranscriptCursor.After(page.entries().getLast().seq());
        } while (page.hasMore());

        assertThat(read).isEqualTo(allTexts());
        assertThat(read(cursor, limit).entries()).isEmpty();
        assertThat(read(new TranscriptCursor.After(Long.MAX_VALUE), limit).entries())
                .isEmpty();
    }

    @Test
    void loadsNoMoreBucketsThanThePageNeeds() {
        var middle = script.facts().get(500).seq();

        read(new TranscriptCursor.Before(middle), 50);
        assertThat(transcripts.bucketsRead()).isLessThanOrEqualTo(2);
        read(new TranscriptCursor.After(middle), 50);
        assertThat(transcripts.bucketsRead()).isLessThanOrEqualTo(2);
        read(TranscriptCursor.newest(), 200);
        assertThat(transcripts.bucketsRead()).isLessThanOrEqualTo(4);
    }

    @Test
    void saysThatThereIsNoMoreWhereThePageEndsWithTheTranscript() {
        assertThat(read(new TranscriptCursor.After(script.facts().get(800).seq()), 200))
                .satisfies(page -> assertThat(page.entries()).hasSize(200))
                .satisfies(page -> assertThat(page.hasMore()).isFalse());
        assertThat(read(new TranscriptCursor.Before(script.facts().get(201).seq()), 200))
                .satisfies(page -> assertThat(page.entries()).hasSize(200))
                .satisfies(page -> assertThat(page.hasMore()).isFalse());
    }

    @Test
    void showsNothingToStrangers() {
        assertThat(reader.read(script.key(), "bob", false, TranscriptCursor.newest(), 10)
                        .blockOptional())
                .isEmpty();
    }

    @Test
    void readsAConversationInWhichNothingWasSaidYet() {
        var quiet = new ConversationScript(new ConversationKey("default", "quiet")).started(ConversationKind.SESSION);
        record(quiet);

        for (var cursor :
                List.of(TranscriptCursor.newest(), new TranscriptCursor.After(0), new TranscriptCursor.Before(0))) {
            var page = Objects.requireNonNull(reader.read(quiet.key(), ConversationScript.OWNER, false, cursor, 10)
                    .block());
            assertThat(page.entries()).isEmpty();
            assertThat(page.hasMore()).isFalse();
        }
    }

    @Test
    void findsAPageOfARoomWithoutLookingAtWhatComesBefore() {
        var room = new ConversationScript(new ConversationKey("default", "room")).started(ConversationKind.AI_ROOM);
        for (int i = 0; i < 5_000; i++) {
            var question = room.says("q" + i);
            // Now and then it is asked again: what is hidden must be passed over on the way.
            room.answered(question, 0, 0, "a" + i);
            if (i % 10 == 0) {
                room.answered(question, 1, 0, "b" + i);
            }
        }
        record(room);
        assertThat(transcripts.bucketsRead()).isZero();

        for (int page : new int[] {1, 2, 99, 100, 200}) {
            var found = readRoom(room, page, 50);
            assertThat(transcripts.bucketsRead()).isLessThanOrEqualTo(2);
            int from = (page - 1) * 25;
            assertThat(found.entries())
                    .extracting(TranscriptEntry::content)
                    .isEqualTo(IntStream.range(from, from + 25)
                            .boxed()
                            .flatMap(i -> Stream.of("q" + i, (i % 10 == 0 ? "b" : "a") + i))
                            .toList());
            assertThat(found.total()).isEqualTo(10_000);
            assertThat(found.hasMore()).isEqualTo(page < 200);
        }
    }

    @Test
    void hasNothingBeyondTheEndOfARoom() {
        var room = new ConversationScript(new ConversationKey("default", "room")).started(ConversationKind.AI_ROOM);
        record(room);
        assertThat(readRoom(room, 1, 50)).isEqualTo(RoomPage.EMPTY);
        room.says("one");
        record(room);

        assertThat(readRoom(room, 1, 1).entries()).hasSize(1);
        assertThat(readRoom(room, 1, 1).hasMore()).isFalse();
        for (long page : new long[] {2, 200, Long.MAX_VALUE}) {
            assertThat(readRoom(room, page, 200)).isEqualTo(new RoomPage(List.of(), 1, false));
        }
    }

    @Test
    void knowsNoRoomOfAnotherKindOrAnotherOwner() {
        assertThat(reader.readRoom(script.key(), ConversationScript.OWNER, 1, 50)
                        .blockOptional())
                .isEmpty();
        var room = new ConversationScript(new ConversationKey("default", "room")).started(ConversationKind.AI_ROOM);
        record(room);
        assertThat(reader.readRoom(room.key(), "bob", 1, 50).blockOptional()).isEmpty();
    }

    private RoomPage readRoom(ConversationScript room, long page, int limit) {
        return Objects.requireNonNull(reader.readRoom(room.key(), ConversationScript.OWNER, page, limit)
                .block());
    }

    private void record(ConversationScript said) {
        new RecordTranscript(transcripts, new InMemoryListings(), new InMemoryRemovals(), new InMemoryErasures())
                .record(said.facts(), _ -> true)
                .block();
    }

    private TranscriptPage read(TranscriptCursor cursor, int limit) {
        return Objects.requireNonNull(reader.read(script.key(), ConversationScript.OWNER, false, cursor, limit)
                .block());
    }

    private static List<String> texts(TranscriptPage page) {
        return page.entries().stream().map(TranscriptEntry::content).toList();
    }

    private static List<String> allTexts() {
        return IntStream.range(0, MESSAGES).mapToObj(i -> "m" + i).toList();
    }
}
