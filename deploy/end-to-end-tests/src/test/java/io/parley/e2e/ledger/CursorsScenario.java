package io.parley.e2e.ledger;

import io.parley.e2e.ledger.client.Gateway;
import io.parley.e2e.ledger.client.WireSocket;
import io.parley.e2e.ledger.suite.LedgerSuite;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Cursors that cannot be served are refused as a whole: {@code recovered:false}, and not one old fact. */
final class CursorsScenario implements Scenario {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration LATE_FACTS = Duration.ofSeconds(1);
    private static final int MORE_THAN_A_REPLAY = 1_005;
    private static final int AT_A_TIME = 16;
    private static final long FAR_BEYOND = 1_000_000_000L;

    @Override
    public void run(LedgerSuite suite, LedgerOptions options, RandomGenerator random, Report report) {
        try {
            var gateway = suite.direct();
            var user = "owner-" + UUID.randomUUID();
            var token = gateway.token(user, "user");
            var conversation = "cursors-" + UUID.randomUUID();
            var first = say(gateway, token, conversation, "the first");
            var epoch = epoch(gateway, token, conversation);
            check(gateway, report, "another epoch", token, conversation, user, "another", first);
            check(gateway, report, "a cursor beyond the end", token, conversation, user, epoch, FAR_BEYOND);
            poll(gateway, report, token, conversation, "another", first);
            poll(gateway, report, token, conversation, epoch, FAR_BEYOND);
            var more = IntStream.range(0, MORE_THAN_A_REPLAY)
                    .<Callable<Long>>mapToObj(i -> () -> say(gateway, token, conversation, "one of many " + i))
                    .toList();
            Together.run(AT_A_TIME, more);
            check(gateway, report, "more than 1,000 facts", token, conversation, user, epoch, first);
            poll(gateway, report, token, conversation, epoch, first);
        } catch (IOException failure) {
            report.failure("cursors: %s", failure);
        }
    }

    private static void check(
            Gateway gateway,
            Report report,
            String what,
            String token,
            String conversation,
            String user,
            String epoch,
            long after)
            throws IOException {
        try (var socket = gateway.socket(token, "/ws/chat/%s/%s".formatted(conversation, user), 0)) {
            var info = next(socket, LIMIT);
            socket.send("{\"type\":\"resume\",\"epoch\":\"%s\",\"after_seq\":%d}".formatted(epoch, after));
            var frames = new ArrayList<JsonNode>();
            for (var frame = next(socket, LIMIT); frame != null; frame = next(socket, LATE_FACTS)) {
                frames.add(frame);
            }
            var refused = frames.stream()
                    .anyMatch(frame -> frame.path("type").asString().equals("recovered")
                            && !frame.path("recovered").asBoolean(true));
            long facts = frames.stream().filter(frame -> frame.has("seq")).count();
            if (info == null || !refused || facts > 0) {
                report.failure("cursors: %s was answered %s", what, frames);
            }
            report.figure("cursors", "%s: %s, %d facts", what, refused ? "recovered:false" : "not refused", facts);
        }
    }

    private static void poll(
            Gateway gateway, Report report, String token, String conversation, String epoch, long after)
            throws IOException {
        var answer = gateway.get(
                        token, "/chat/%s/events?after=%d&epoch=%s&wait=0".formatted(conversation, after, epoch))
                .expecting(200)
                .json();
        if (answer.path("recovered").asBoolean(true) || !answer.path("frames").isEmpty()) {
            report.failure("cursors: the poll after %d of %s was answered %s", after, epoch, answer);
        }
        report.figure("cursors", "poll after %d: %s", after, answer.path("recovered"));
    }

    private static long say(Gateway gateway, String token, String conversation, String text) throws IOException {
        return gateway.post(
                        token,
                        "/chat/" + conversation + "/messages",
                        Map.of("content", text, "metadata", Map.of("silent", true)))
                .expecting(201)
                .json()
                .path("seq")
                .asLong();
    }

    private static String epoch(Gateway gateway, String token, String conversation) throws IOException {
        return gateway.get(token, "/chat/" + conversation + "/history")
                .expecting(200)
                .json()
                .at("/cursor/epoch")
                .asString();
    }

    private static @Nullable JsonNode next(WireSocket socket, Duration atMost) throws IOException {
        var text = socket.receive(atMost);
        return text == null ? null : JSON.readTree(text);
    }
}
