package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.e2e.RouteSubjects.Subject;
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
import org.junit.jupiter.api.Test;

/**
 * Every route, called by everybody, with what is somebody's. Calls that change nothing, because they read or are refused, are
 * about the same things; every other one is about something of its own.
 */
@WithSuite
class RoutesE2eIT {
    private static final Duration SOCKET_LIMIT = Duration.ofSeconds(5);
    private static final Duration LATE_FRAMES = Duration.ofMillis(500);

    private final Gateway gateway;
    private final RouteSubjects subjects;

    RoutesE2eIT(RunningSuite suite) {
        gateway = Gateway.at(URI.create(suite.url()), suite.tokens());
        subjects = new RouteSubjects(gateway);
    }

    @Test
    void answersEverybodyAsTheContractSaysAndTellsNobodyWhatExists() throws IOException {
        var forReading = subjects.ofEveryTarget();
        var forRefusing = subjects.ofEveryTarget();
        var cases = new SideBySide();
        for (var row : RouteTable.rows()) {
            for (var who : Who.values()) {
                cases.add(row + " to " + who, () -> {
                    var target = row.target();
                    var about = row.isRead()
                            ? forReading.get(target)
                            : row.refuses(who) ? forRefusing.get(target) : subjects.of(target);
                    isAnswered(row, who, about);
                });
            }
        }
        cases.run();
    }

    /** What agents write for each other is in no answer and no frame that anybody else gets. */
    @Test
    void showsNotesToNoVisitor() throws IOException {
        var sharedNote = "note-" + UUID.randomUUID();
        var shared = subjects.withNote(sharedNote);
        var agent = gateway.token(shared.agent(), "agent");
        assertThat(gateway.patiently("GET", agent, "/agent/escalations/" + shared.escalation() + "/notes", null)
                        .body())
                .contains(sharedNote);
        var cases = new SideBySide();
        for (var row : RouteTable.rows()) {
            if (row.target() == Target.NONE || row.target() == Target.ERASED) {
                continue;
            }
            for (var who : List.of(Who.OWNER, Who.STRANGER, Who.NOBODY)) {
                boolean changes = who == Who.OWNER && !row.isRead();
                cases.add(row + " to " + who, () -> {
                    var note = changes ? "note-" + UUID.randomUUID() : sharedNote;
                    var about = changes ? subjects.withNote(note) : shared;
                    assertThat(seen(row, who, about)).doesNotContain(note);
                });
            }
        }
        cases.run();
    }

    /** Foreign and unknown look the same wherever the answer is 404. */
    private void isAnswered(Row row, Who who, Subject about) throws IOException {
        var user = about.user(who);
        if (row.isSocket()) {
            int status = socket(token(who, user), path(row, user, about));
            assertThat(status).as("how the socket was answered").isIn(row.expected(who));
            return;
        }
        var reply = http(row, who, user, about);
        assertThat(reply.status()).as("the status of %s", reply.body()).isIn(row.expected(who));
        if (reply.status() == 404 && row.isAboutWhatExists()) {
            var nothing = Subject.unknown();
            var unknown = http(row, who, user, nothing);
            assertThat(without(unknown, nothing))
                    .as("what is said of something unknown")
                    .isEqualTo(without(reply, about));
        }
    }

    private String seen(Row row, Who who, Subject about) throws IOException {
        var user = about.user(who);
        return row.isSocket()
                ? frames(token(who, user), path(row, user, about))
                : http(row, who, user, about).body();
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

    private Gateway.Reply http(Row row, Who who, String user, Subject about) throws IOException {
        var body = RouteTable.body(row.route());
        if (row.route().startsWith("POST /chatbot/")
                && (row.target() == Target.SESSION || row.target() == Target.ERASED)) {
            body = "{\"conversation\":\"%s\"}".formatted(about.conversation());
        }
        if (row.route().equals(RouteTable.BEGINS_A_ROOM) && row.target() == Target.ROOM) {
            body = RouteTable.bodyIn(about.conversation());
        }
        return gateway.patiently(
                row.method(),
                who == Who.NOBODY ? null : token(who, user),
                path(row, about.owner(), about),
                body.isEmpty() ? null : body);
    }

    private static String path(Row row, String user, Subject about) {
        var room = row.target() == Target.ROOM && row.route().contains("/ai/history/")
                ? "?room_id=" + about.conversation()
                : "";
        return row.path()
                .replace("/static/**", "/static/index.html")
                .replace("/desk/**", "/desk/index.html")
                .replace("{chatbotId}", "leta")
                .replace("{sessionId}", about.session())
                .replace("{conversationId}", about.conversation())
                .replace("{escalationId}", about.escalation())
                .replace("{documentId}", RouteSubjects.UNKNOWN)
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

    private static String without(Gateway.Reply reply, Subject about) {
        return reply.body()
                .replace(about.session(), "")
                .replace(about.conversation(), "")
                .replace(about.escalation(), "")
                .replace(about.owner(), "");
    }
}
