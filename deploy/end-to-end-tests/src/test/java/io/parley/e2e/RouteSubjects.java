package io.parley.e2e;

import io.parley.e2e.RouteTable.Target;
import io.parley.e2e.RouteTable.Who;
import io.parley.e2e.ledger.client.Gateway;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/** Makes what the routes are called about: each time something new, of people who have nothing else. */
final class RouteSubjects {
    static final String UNKNOWN = UUID.randomUUID().toString();

    private final Gateway gateway;

    RouteSubjects(Gateway gateway) {
        this.gateway = gateway;
    }

    /** What one call is about, and who may be called. */
    record Subject(String owner, String agent, String session, String conversation, String escalation, String chatbot) {
        /** Nothing of it exists. */
        static Subject unknown() {
            var unused = UUID.randomUUID().toString();
            return new Subject(unused, unused, unused, unused, unused, unused);
        }

        String user(Who who) {
            return switch (who) {
                case OWNER -> owner;
                case AGENT -> agent;
                default -> "other-" + UUID.randomUUID();
            };
        }
    }

    /** One for each target, for calls that change nothing. */
    Map<Target, Subject> ofEveryTarget() throws IOException {
        var subjects = new EnumMap<Target, Subject>(Target.class);
        for (var target : Target.values()) {
            subjects.put(target, of(target));
        }
        return subjects;
    }

    Subject of(Target target) throws IOException {
        var owner = "owner-" + UUID.randomUUID();
        var agent = "agent-" + UUID.randomUUID();
        var token = gateway.token(owner, "user");
        return switch (target) {
            case NONE -> new Subject(owner, agent, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);
            case CHATBOT -> {
                var chatbot = "bot-" + UUID.randomUUID();
                gateway.patiently(
                                "POST",
                                gateway.token(agent, "admin"),
                                "/chatbots",
                                "{\"id\":\"%s\",\"name\":\"Route table\"}".formatted(chatbot))
                        .expecting(201);
                yield new Subject(owner, agent, UNKNOWN, UNKNOWN, UNKNOWN, chatbot);
            }
            case PEOPLE -> {
                var conversation = "people-" + UUID.randomUUID();
                var hello = RouteTable.body(RouteTable.BEGINS_A_CONVERSATION);
                gateway.patiently("POST", token, "/chat/" + conversation + "/messages", hello)
                        .expecting(201);
                yield new Subject(owner, agent, UNKNOWN, conversation, UNKNOWN, UNKNOWN);
            }
            case ROOM -> {
                var room = "room-" + UUID.randomUUID();
                gateway.patiently("POST", token, "/api/chat/ai/send", RouteTable.bodyIn(room))
                        .expecting(200);
                yield new Subject(owner, agent, UNKNOWN, room, UNKNOWN, UNKNOWN);
            }
            case SESSION, ESCALATED, CLAIMED, ERASED -> withAssistant(target, owner, agent);
        };
    }

    /** What was escalated and claimed, and the agent has written this for other agents. */
    Subject withNote(String note) throws IOException {
        var about = of(Target.CLAIMED);
        var agent = gateway.token(about.agent(), "agent");
        var notes = "/agent/escalations/" + about.escalation() + "/notes";
        gateway.patiently("POST", agent, notes, "{\"text\":\"%s\"}".formatted(note))
                .expecting(200, 201);
        return about;
    }

    private Subject withAssistant(Target target, String owner, String agent) throws IOException {
        var token = gateway.token(owner, "user");
        var session = gateway.patiently("POST", token, "/chatbot/leta/session", null)
                .expecting(201)
                .json();
        var conversation = session.path("conversation_id").asString();
        var escalation = target == Target.SESSION ? UNKNOWN : escalated(token, conversation);
        if (target == Target.ERASED) {
            gateway.patiently("DELETE", token, "/chat/" + conversation, null).expecting(204);
        }
        if (target == Target.CLAIMED) {
            var claim = "/agent/escalations/" + escalation + "/claim";
            gateway.patiently("POST", gateway.token(agent, "agent"), claim, null)
                    .expecting(200);
        }
        return new Subject(owner, agent, session.path("session_id").asString(), conversation, escalation, UNKNOWN);
    }

    private String escalated(String token, String conversation) throws IOException {
        return gateway.patiently(
                        "POST",
                        token,
                        "/chat/" + conversation + "/escalate",
                        RouteTable.body("POST /chat/{conversationId}/escalate"))
                .expecting(201)
                .json()
                .path("escalation_id")
                .asString();
    }
}
