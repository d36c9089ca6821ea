package io.parley.testkit.chat;

import java.util.Map;

/** What an agent does over HTTP. */
public final class Desk {

    private final ChatClient agent;

    Desk(ChatClient agent) {
        this.agent = agent;
    }

    public ChatResponse queue() {
        return agent.get("/agent/queue");
    }

    public ChatResponse conversations() {
        return agent.get("/agent/conversations");
    }

    public ChatResponse status(String status, int capacity) {
        return agent.put("/agent/status", Map.of("status", status, "capacity", capacity));
    }

    public ChatResponse claims(String escalationId) {
        return agent.post(escalation(escalationId) + "/claim");
    }

    public ChatResponse transfers(String escalationId, String toAgent, String note) {
        return agent.post(escalation(escalationId) + "/transfer", Map.of("to_agent", toAgent, "note", note));
    }

    /** Back to the queue. */
    public ChatResponse returns(String escalationId) {
        return agent.post(escalation(escalationId) + "/return");
    }

    /** Back to the assistant. */
    public ChatResponse handsBack(String escalationId) {
        return agent.post(escalation(escalationId) + "/hand-back");
    }

    public ChatResponse resolves(String escalationId, String note) {
        return agent.post(escalation(escalationId) + "/resolve", Map.of("note", note));
    }

    public ChatResponse notes(String escalationId) {
        return agent.get(escalation(escalationId) + "/notes");
    }

    /** A body as the escalation service reads it. */
    public ChatResponse notes(String escalationId, Map<String, ?> note) {
        return agent.post(escalation(escalationId) + "/notes", note);
    }

    private static String escalation(String escalationId) {
        return "/agent/escalations/" + escalationId;
    }
}
