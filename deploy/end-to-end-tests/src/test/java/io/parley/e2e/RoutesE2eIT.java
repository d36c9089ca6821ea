package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.e2e.RouteTable.Row;
import io.parley.e2e.RouteTable.Target;
import io.parley.e2e.RouteTable.Who;
import io.parley.e2e.ledger.client.Gateway;
import io.parley.e2e.ledger.client.WireSocket;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route, called by everybody, with what is somebody's. */
@WithSuite
class RoutesE2eIT {
    private static final String UNKNOWN = UUID.randomUUID().toString();
    private static final String BEGINS_A_CONVERSATION = "POST /chat/{conversationId}/messages";
    private static final String BEGINS_A_ROOM = "POST /api/chat/ai/send";
    private static final Duration SOCKET_LIMIT = Duration.ofSeconds(5);

    private static final Duration LATE_FRAMES = Duration.ofMillis(500);

    private final Gateway gateway;

    RoutesE2eIT(RunningSuite suite) {
        gateway = Gateway.at(URI.create(suite.url()), suite.tokens());
    }

    /** What one call is about, and who may be called. */
    private record Case(
            String owner, String agent, String session, String conversation, String escalation, String chatbot) {
        String user(Who who) {
            return switch (who) {
                case OWNER -> owner;
                case AGENT -> agent;
                default -> "other-" + UUID.randomUUID();
            };
        }
    }

    static List<Row> rows() {
        return RouteTable.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void answersEverybodyAsTheContractSays(Row row) throws IOException {
        var all = new SoftAssertions();
        for (var who : Who.values()) {
            var about = about(row.target());
            int status = call(row, who, about);

            all.assertThat(row.expected(who)).as("%s to %s", row, who).contains(status);
        }
        all.assertAll();
    }

    /** Foreign and unknown look the same wherever the answer is 404. */
    @ParameterizedTest
    @MethodSource("rows")
    void tellsNobodyWhatExists(Row row) throws IOException {
        if (row.target() == Target.NONE
                || row.route().startsWith("WS ")
                || row.route().equals(BEGINS_A_CONVERSATION)
                || row.route().equals(BEGINS_A_ROOM)) {
            return;
        }
        var all = new SoftAssertions();
        for (var who : Who.values()) {
            var about = about(row.target());
            var user = about.user(who);
            var foreign = http(row, who, user, about);
            if (foreign.status() == 404) {
                var unused = UUID.randomUUID().toString();
                var nothing = new Case(unused, unused, unused, unused, unused, unused);
                var unknown = http(row, who, user, nothing);
                all.assertThat(without(unknown, nothing))
                        .as("%s to %s", row, who)
                        .isEqualTo(without(foreign, about));
            }
        }
        all.assertAll();
    }

    /** What agents write for each other is in no answer and no frame that anybody else gets. */
    @ParameterizedTest
    @MethodSource("rows")
    void showsNotesToNoVisitor(Row row) throws IOException {
        if (row.target() == Target.NONE || row.target() == Target.ERASED) {
            return;
        }
        for (var who : List.of(Who.OWNER, Who.STRANGER, Who.NOBODY)) {
            var about = about(Target.CLAIMED);
            var note = "note-" + UUID.randomUUID();
            gateway.call(
                            "POST",
                            gateway.token(about.agent(), "agent"),
                            "/agent/escalations/" + about.escalation() + "/notes",
                            "{\"text\":\"%s\"}".formatted(note))
                    .expecting(200, 201);
            var seen = row.route().startsWith("WS ")
                    ? frames(
                            token(who, about.user(who)),
                            path(row, about.user(who), about).substring(3))
                    : http(row, who, about.user(who), about).body();

            assertThat(seen).as("%s to %s", row, who).doesNotContain(note);
        }
    }

    /** Everything a socket gets that asks for all there ever was. */
    private String frames(String token, String path) throws IOException {
        var seen = new StringBuilder();
        try (var socket = gateway.socket(token, path, 0)) {
            for (var frame = socket.receive(SOCKET_LIMIT); frame != null; frame = socket.receive(LATE_FRAMES)) {
                if (frame.contains("\"session_info\"")) {
                    var epoch = frame.replaceFirst(".*\"epoch\":\"([^\"]*)\".*", "$1");
                    socket.send("{\"type\":\"resume\",\"epoch\":\"%s\",\"after_seq\":0}".formatted(epoch));
                }
                seen.append(frame).append('\n');
            }
        } catch (IOException end) {
            seen.append(end);
        }
        return seen.toString();
    }

    private int call(Row row, Who who, Case about) throws IOException {
        if (row.route().startsWith("WS ")) {
            var user = about.user(who);
            return socket(token(who, user), path(row, user, about).substring(3));
        }
        return http(row, who, about.user(who), about).status();
    }

    private Gateway.Reply http(Row row, Who who, String user, Case about) throws IOException {
        var call = path(row, about.owner(), about).split(" ", 2);
        var body = RouteTable.body(row.route());
        if (row.route().startsWith("POST /chatbot/")
                && (row.target() == Target.SESSION || row.target() == Target.ERASED)) {
            body = "{\"conversation\":\"%s\"}".formatted(about.conversation());
        }
        if (row.route().equals(BEGINS_A_ROOM) && row.target() == Target.ROOM) {
            body = inRoom(about.conversation());
        }
        return gateway.call(
                call[0], who == Who.NOBODY ? null : token(who, user), call[1], body.isEmpty() ? null : body);
    }

    private static String inRoom(String room) {
        return RouteTable.body(BEGINS_A_ROOM).replaceFirst("\\{", "{\"room_id\":\"" + room + "\",");
    }

    private static String path(Row row, String user, Case about) {
        var room = row.target() == Target.ROOM && row.route().contains("/ai/history/")
                ? "?room_id=" + about.conversation()
                : "";
        return row.route()
                .replace("/static/**", "/static/index.html")
                .replace("/desk/**", "/desk/index.html")
                .replace("{chatbotId}", "leta")
                .replace("{sessionId}", about.session())
                .replace("{conversationId}", about.conversation())
                .replace("{escalationId}", about.escalation())
                .replace("{documentId}", UNKNOWN)
                .replace("{userId}", user)
                .replace("{id}", about.chatbot())
                .replace("{version}", "1")
                .replace("/events", "/events?after=0&wait=0")
                .concat(room);
    }

    private String token(Who who, String user) {
        return switch (who) {
            case NOBODY -> "";
            case OWNER, STRANGER -> gateway.token(user, "user");
            case AGENT -> gateway.token(user, "agent");
            case ADMIN -> gateway.token(user, "admin");
            case ELSEWHERE -> gateway.tokens().token("elsewhere", user, Duration.ofHours(1), "admin");
        };
    }

    private int socket(String token, String path) throws IOException {
        try (var socket = gateway.socket(token, path, 0)) {
            try {
                var first = socket.receive(SOCKET_LIMIT);
                return first != null && first.contains("session_info") ? 101 : 0;
            } catch (IOException closed) {
                return socket.closeCode();
            }
        } catch (WireSocket.Refused refused) {
            return refused.status;
        }
    }

    private Case about(Target target) throws IOException {
        var owner = "owner-" + UUID.randomUUID();
        var agent = "agent-" + UUID.randomUUID();
        var token = gateway.token(owner, "user");
        if (target == Target.NONE) {
            return new Case(owner, agent, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);
        }
        if (target == Target.CHATBOT) {
            var chatbot = "bot-" + UUID.randomUUID();
            gateway.call(
                            "POST",
                            gateway.token(agent, "admin"),
                            "/chatbots",
                            "{\"id\":\"%s\",\"name\":\"Route table\"}".formatted(chatbot))
                    .expecting(201);
            return new Case(owner, agent, UNKNOWN, UNKNOWN, UNKNOWN, chatbot);
        }
        if (target == Target.PEOPLE) {
            var conversation = "people-" + UUID.randomUUID();
            var hello = RouteTable.body(BEGINS_A_CONVERSATION);
            gateway.call("POST", token, "/chat/" + conversation + "/messages", hello)
                    .expecting(201);
            return new Case(owner, agent, UNKNOWN, conversation, UNKNOWN, UNKNOWN);
        }
        if (target == Target.ROOM) {
            var room = "room-" + UUID.randomUUID();
            gateway.call("POST", token, "/api/chat/ai/send", inRoom(room)).expecting(200);
            return new Case(owner, agent, UNKNOWN, room, UNKNOWN, UNKNOWN);
        }
        var session = gateway.call("POST", token, "/chatbot/leta/session", null)
                .expecting(201)
                .json();
        var conversation = session.path("conversation_id").asString();
        var escalation = target == Target.SESSION ? UNKNOWN : escalated(token, conversation);
        if (target == Target.ERASED) {
            gateway.call("DELETE", token, "/chat/" + conversation, null).expecting(204);
        }
        if (target == Target.CLAIMED) {
            gateway.call("POST", gateway.token(agent, "agent"), "/agent/escalations/" + escalation + "/claim", null)
                    .expecting(200);
        }
        return new Case(owner, agent, session.path("session_id").asString(), conversation, escalation, UNKNOWN);
    }

    private String escalated(String token, String conversation) throws IOException {
        return gateway.call("POST", token, "/chat/" + conversation + "/escalate", "{\"reason\":\"a person, please\"}")
                .expecting(201)
                .json()
                .path("escalation_id")
                .asString();
    }

    private static String without(Gateway.Reply reply, Case about) {
        return reply.body()
                .replace(about.session(), "")
                .replace(about.conversation(), "")
                .replace(about.escalation(), "")
                .replace(about.owner(), "");
    }
}
