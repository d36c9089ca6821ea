package io.parley.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TurnTests {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long MILLISECOND = 1_000_000;

    private final Turn turn = new Turn(BenchmarkOptions.parse(new String[] {"--chunks", "3"}));
    private final String id = idIn(turn.question());

    @Test
    void readsDelaysFromStampsHoweverTheyAreCutIntoFrames() {
        turn.asked(10 * MILLISECOND);
        shows("[~" + id + ":0:" + 30 * MILLISECOND + ":" + 15 * MILLISECOND + "~]the quick [~" + id + ":1:", 32);
        shows(70 * MILLISECOND + "~]brown [~" + id + ":2:" + 75 * MILLISECOND + "~]fox", 76);

        assertThat(turn.toTheModel()).isEqualTo(5);
        assertThat(turn.firstChunk()).isEqualTo(2);
        assertThat(turn.everyChunk()).isEqualTo(List.of(2.0, 6.0, 1.0));
        assertThat(turn.lost()).isZero();
        assertThat(turn.repeated()).isZero();
        assertThat(turn.outOfOrder()).isZero();
    }

    @Test
    void countsWhatIsLostRepeatedOutOfOrderOrForeign() {
        shows("[~" + id + ":2:1~]", 1);
        shows("[~" + id + ":1:1~]", 1);
        shows("[~" + id + ":1:1~]", 1);
        shows("[~other:0:1~]", 1);

        assertThat(turn.lost()).isEqualTo(1);
        assertThat(turn.repeated()).isEqualTo(1);
        assertThat(turn.outOfOrder()).isEqualTo(1);
        assertThat(turn.foreign()).isEqualTo(1);
    }

    @Test
    void comparesTheChunksWithTheWholeAnswer() {
        shows("one", 1);
        ends("one, two");

        assertThat(turn.ended()).isCompleted();
        assertThat(turn.differs()).isTrue();
    }

    private void shows(String chunk, long atMillis) {
        turn.take(JSON.createObjectNode().put("type", "response_chunk").put("chunk", chunk), atMillis * MILLISECOND);
    }

    private void ends(String text) {
        turn.take(JSON.createObjectNode().put("type", "response_complete").put("full_response", text), MILLISECOND);
    }

    private static String idIn(String question) {
        var directive = Pattern.compile("\\[\\[mock id=(\\w+) ").matcher(question);
        assertThat(directive.find()).isTrue();
        return directive.group(1);
    }
}
