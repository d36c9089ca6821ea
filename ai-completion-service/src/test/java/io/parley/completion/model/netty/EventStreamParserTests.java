package io.parley.completion.model.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.completion.model.ModelFailure;
import io.parley.completion.model.ProviderStreams.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamParserTests {

    private static final String STREAM = ": hello\r\n\r\ndata: {\"a\":\"Grüße 😀\"}\r\n\r\n"
            + "event: error\ndata: first\ndata: second\n\n"
            + "id: 7\rdata:tight\r\rdata\n\n"
            + "data: [DONE]\n\n";

    private static final List<Event> EVENTS = List.of(
            new Event("", "{\"a\":\"Grüße 😀\"}"),
            new Event("error", "first\nsecond"),
            new Event("", "tight"),
            new Event("", ""),
            new Event("", "[DONE]"));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 1000})
    void readsTheSameHoweverTheNetworkCutsIt(int size) {
        var bytes = STREAM.getBytes(StandardCharsets.UTF_8);
        var parser = new EventStreamParser();
        var events = new ArrayList<Event>();
        for (int i = 0; i < bytes.length; i += size) {
            events.addAll(parser.feed(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + size))));
        }
        events.addAll(parser.end());

        assertThat(events).isEqualTo(EVENTS);
    }

    @Test
    void givesTheLastEventAlsoWithoutItsBlankLine() {
        var parser = new EventStreamParser();
        assertThat(parser.feed("data: [DONE]".getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(parser.end()).containsExactly(new Event("", "[DONE]"));
        assertThat(parser.end()).isEmpty();
    }

    @Test
    void givesUpOnALineWithoutEnd() {
        var parser = new EventStreamParser();
        var piece = new byte[64 * 1024];
        Arrays.fill(piece, (byte) 'x');

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 5; i++) {
                        parser.feed(piece);
                    }
                })
                .isInstanceOf(ModelFailure.class);
    }

    @Test
    void givesUpOnAnEventWithoutEnd() {
        var parser = new EventStreamParser();
        var line = ("data: " + "x".repeat(60_000) + "\n").getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 5; i++) {
                        parser.feed(line);
                    }
                })
                .isInstanceOf(ModelFailure.class);
    }
}
