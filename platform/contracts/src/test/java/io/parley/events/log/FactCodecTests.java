package io.parley.events.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.parley.events.AnswerCompleted;
import io.parley.events.Citation;
import io.parley.events.ConversationFact;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.FinishReason;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactCodecTests {

    @Test
    void readsWhatItWroteWhereOptionalPartsAreAbsent() {
        var question = MessageId.random();

        assertReadsBack(new ConversationStarted("ann", ConversationKind.PEOPLE, null));
        assertReadsBack(new MessagePosted(
                question, new Sender("ann", SenderType.USER, null), "hello", Map.of("k", 1), null, null));
        assertReadsBack(new AnswerCompleted(
                question.answer(0),
                question,
                0,
                1,
                0,
                "leta",
                "hi",
                FinishReason.STOP,
                List.of(new Citation("d", "t", null, "e", 0.5)),
                null,
                null));
    }

    @Test
    void passesOverTypesOfALaterVersion() {
        assertThat(FactCodec.decodeFact(bytes("{\"type\":\"moon-landed\"}"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "null",
                "\"text\"",
                "{}",
                "{\"type\":7}",
                "{\"type\":\"message-posted\"}",
                "{\"type\":\"message-posted\",\"message_id\":\"no uuid\"}",
                "{\"type\":\"message-posted\",\"message_id\":\"6b0c6f1e-6a0e-4f0c-9a35-2f3d5f0f7a11\",\"content\":\"x\",\"sender\":{\"id\":\"ann\"}}",
                "{\"type\":\"conversation-started\",\"owner\":null,\"kind\":\"people\"}",
                "{\"type\":\"conversation-started\",\"owner\":\"ann\",\"kind\":\"party\"}"
            })
    void refusesWhatIsNoWholeFact(String value) {
        assertThatExceptionOfType(UnreadableRecord.class).isThrownBy(() -> FactCodec.decodeFact(bytes(value)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"message-posted\",\"content\":\"SECRET\"",
                "SECRET",
                "{\"type\":\"message-posted\",\"message_id\":\"SECRET\"}",
                "{\"type\":\"message-posted\",\"metadata\":\"SECRET\"}",
                "{\"SECRET\":1}",
                "{\"type\":\"answer-failed\",\"code\":\"SECRET\"}"
            })
    void saysWhatIsWrongWithoutTheContent(String value) {
        assertThatExceptionOfType(UnreadableRecord.class)
                .isThrownBy(() -> FactCodec.decodeFact(bytes(value)))
                .withMessageNotContaining("SECRET")
                .withNoCause();
    }

    @Test
    void refusesJsonThatIsNestedWithoutEnd() {
        var deep = "{\"type\":\"message-posted\",\"metadata\":" + "{\"a\":".repeat(100_000);

        assertThatExceptionOfType(UnreadableRecord.class).isThrownBy(() -> FactCodec.decodeFact(bytes(deep)));
    }

    @Test
    void passesOverSignalsOfALaterVersion() {
        assertThat(FactCodec.decodeSignal(bytes("{\"type\":\"moon-landed\"}"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "[]", "{\"type\":\"answer-chunk\",\"answer_id\":\"no uuid\"}"})
    void refusesWhatIsNoSignal(String value) {
        assertThatExceptionOfType(UnreadableRecord.class).isThrownBy(() -> FactCodec.decodeSignal(bytes(value)));
    }

    private static void assertReadsBack(ConversationFact fact) {
        assertThat(FactCodec.decodeFact(FactCodec.encode(fact))).isEqualTo(fact);
    }

    private static byte[] bytes(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
