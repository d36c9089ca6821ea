package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.local.LocalSuite;
import io.parley.local.Replica;
import io.parley.local.SuiteOptions;
import io.parley.testkit.chat.ChatClient;
import io.parley.testkit.chat.OutsideTokens;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Two replicas of a service share its work; here the gateway knows the second ones of chat-session and history only. */
class ReplicasE2eIT {
    private static final int CHAT_SESSION_1 = 31;
    private static final int HISTORY_1 = 33;

    @Test
    void serveTogetherComeBackAndGo() throws Exception {
        int port = Installation.freePorts();
        var progress = new CopyOnWriteArrayList<String>();
        var environment = new HashMap<>(Installation.SHORT_LIVED);
        environment.put("PATH", System.getenv("PATH"));
        environment.put(
                "PARLEY_DATA_DIR", Installation.freshDirectory("replicas-suite").toString());
        environment.put("PARLEY_PORT", Integer.toString(port));
        var second = new AtomicReference<Replica>();
        var options = new SuiteOptions(
                Installation.ROOT,
                environment,
                Optional.of(Installation.CACHE),
                progress::add,
                Map.of("chat-session", local(port + CHAT_SESSION_1), "history", local(port + HISTORY_1)));
        try (var suite = new LocalSuite(options).start()) {
            new SideBySide()
                    .add(
                            "chat-session",
                            () -> assertThat(suite.startReplica("chat-session", 1)
                                            .address())
                                    .isEqualTo(local(port + CHAT_SESSION_1)))
                    .add("history", () -> suite.startReplica("history", 1))
                    .add("ai-completion", () -> second.set(suite.startReplica("ai-completion", 1)))
                    .run();
            var visitors = List.of(visitor(suite), visitor(suite), visitor(suite), visitor(suite));

            allAskAndRead(visitors);

            suite.process("history-1").destroyForcibly();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> progress.stream().anyMatch(line -> line.contains("history-1 is back")));
            allAskAndRead(visitors);

            var removed = suite.process("ai-completion-1");
            second.get().close();
            assertThat(removed.isAlive()).isFalse();
            allAskAndRead(visitors);
        }
    }

    private static void allAskAndRead(List<ChatClient> visitors) {
        var cases = new SideBySide();
        for (int i = 0; i < visitors.size(); i++) {
            var visitor = visitors.get(i);
            cases.add("visitor " + i, () -> asksAndReads(visitor));
        }
        cases.run();
    }

    /** Over the one replica each; what it says may be answered, and recorded, by the other one. */
    private static void asksAndReads(ChatClient visitor) {
        try (var socket = visitor.chatsWith("leta")) {
            var answer = socket.asks("Where is my parcel?");
            var conversation = answer.end().text("conversation_id");

            assertThat(answer.isComplete()).isTrue();
            assertThat(visitor.history(conversation).expecting(200).body()).contains(answer.messageId());
            socket.checks();
        }
    }

    private static ChatClient visitor(LocalSuite suite) {
        var tokens = OutsideTokens.ofFile(suite.dataDirectory().resolve(Path.of("keys", "jwt.secret")));
        return ChatClient.of(suite.gateway().toString(), tokens.token("visitor-" + UUID.randomUUID()));
    }

    private static URI local(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
