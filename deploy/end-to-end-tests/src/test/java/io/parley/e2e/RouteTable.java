package io.parley.e2e;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Who gets what from each route, as the client contract says. A cell is a status (of a socket: 101, or what it is closed with);
 * several are parted by a slash where the contract leaves the choice.
 */
final class RouteTable {
    /** What a route is called with; made anew for each call. */
    enum Target {
        /** Nothing of anybody's. */
        NONE,
        /** The owner's session, and its conversation with the assistant. */
        SESSION,
        /** The same, once a person was asked for. */
        ESCALATED,
        /** The same, claimed by the agent. */
        CLAIMED,
        /** The owner's conversation between people. */
        PEOPLE,
        /** A room of the owner's with the assistant, in which something was said. */
        ROOM,
        /** What was escalated, and then erased by its owner. */
        ERASED,
        /** A chatbot that the tenant's admins made. */
        CHATBOT
    }

    enum Who {
        NOBODY,
        OWNER,
        STRANGER,
        AGENT,
        ADMIN,
        /** An admin of another tenant. */
        ELSEWHERE
    }

    record Row(String route, Target target, List<List<Integer>> expected) {
        List<Integer> expected(Who who) {
            return expected.get(who.ordinal());
        }

        /** {@code WS} for a socket. */
        String method() {
            return route.substring(0, route.indexOf(' '));
        }

        String path() {
            return route.substring(route.indexOf(' ') + 1);
        }

        boolean isSocket() {
            return method().equals("WS");
        }

        boolean isRead() {
            return method().equals("GET");
        }

        /** Whatever this one gets is a refusal: the call changes nothing. */
        boolean refuses(Who who) {
            return expected(who).stream().allMatch(status -> status >= LOWEST_REFUSAL);
        }

        /** Something unknown is not found; the exceptions begin what they name. */
        boolean isAboutWhatExists() {
            return target != Target.NONE && !route.equals(BEGINS_A_CONVERSATION) && !route.equals(BEGINS_A_ROOM);
        }

        @Override
        public String toString() {
            return "%s (%s)".formatted(route, target.name().toLowerCase(Locale.ROOT));
        }
    }

    static final String BEGINS_A_CONVERSATION = "POST /chat/{conversationId}/messages";
    static final String BEGINS_A_ROOM = "POST /api/chat/ai/send";

    private static final int LOWEST_REFUSAL = 400;

    private static final String TABLE = """
            # route                                        | target    | nobody owner stranger agent admin elsewhere
            GET /health                                    | none      | 200 200 200 200 200 200
            GET /.well-known/jwks.json                     | none      | 200 200 200 200 200 200
            GET /static/**                                 | none      | 200 200 200 200 200 200
            GET /desk/**                                   | none      | 200 200 200 200 200 200
            POST /auth/guest                               | none      | 201 201 201 201 201 201
            POST /auth/ticket                              | none      | 401 201 201 201 201 201
            GET /chatbots                                  | none      | 401 200 200 200 200 200
            PUT /api/settings/api-key                      | none      | 401 200 200 200 200 200
            GET /api/settings/api-key                      | none      | 401 200 200 200 200 200
            DELETE /api/settings/api-key                   | none      | 401 204 204 204 204 204
            POST /chatbots                                 | none      | 401 403 403 403 201 201
            GET /chatbots/{id}                             | chatbot   | 401 403 403 403 200 404
            PUT /chatbots/{id}                             | chatbot   | 401 403 403 403 200 404
            DELETE /chatbots/{id}                          | chatbot   | 401 403 403 403 204 404
            GET /chatbots/{id}/versions                    | chatbot   | 401 403 403 403 200 404
            GET /chatbots/{id}/versions/{version}          | chatbot   | 401 403 403 403 200 404
            GET /usage                                     | none      | 401 403 403 403 200 200
            POST /chatbots/{chatbotId}/documents           | none      | 401 403 403 403 400 400
            GET /chatbots/{chatbotId}/documents            | none      | 401 403 403 403 200 200
            GET /chatbots/{chatbotId}/documents/{documentId} | none    | 401 403 403 403 404 404
            DELETE /chatbots/{chatbotId}/documents/{documentId} | none | 401 403 403 403 404 404
            POST /chatbots/{id}/search                     | chatbot   | 401 403 403 403 200 404
            POST /chatbot/{chatbotId}/session              | none      | 401 201 201 201 201 201
            POST /chatbot/{chatbotId}/session              | session   | 401 200/201 404 404 404 404
            DELETE /chatbot/session/{sessionId}            | session   | 401 204 404 404 404 404
            WS /ws/chat/{sessionId}                        | session   | 401 101 4404 4404 4404 4404
            WS /ws/chat/{sessionId}                        | escalated | 401 101 4404 4404 4404 4404
            WS /ws/chat/{conversationId}/{userId}          | people    | 401 101 4404 101 101 101
            WS /ws/chat/{conversationId}/{userId}          | session   | 401 101 4404 4404 4404 101
            WS /ws/chat/{conversationId}/{userId}          | escalated | 401 101 4404 101 101 101
            POST /chat/{conversationId}/messages           | people    | 401 201 404 201 201 201
            POST /chat/{conversationId}/messages           | session   | 401 201 404 404 404 201
            POST /chat/{conversationId}/messages           | escalated | 401 201 404 201 201 201
            GET /chat/{conversationId}/history             | people    | 401 200 404 200 200 404
            GET /chat/{conversationId}/history             | session   | 401 200 404 404 404 404
            GET /chat/{conversationId}/history             | escalated | 401 200 404 200 200 404
            GET /chat/{conversationId}/events              | people    | 401 200 404 200 200 404
            GET /chat/{conversationId}/events              | session   | 401 200 404 404 404 404
            GET /chat/{conversationId}/events              | escalated | 401 200 404 200 200 404
            DELETE /chat/{conversationId}                  | people    | 401 204 404 403/404 403/404 404
            DELETE /chat/{conversationId}                  | session   | 401 204 404 404 404 404
            DELETE /chat/{conversationId}                  | escalated | 401 204 404 403/404 403/404 404
            GET /chat/user/{userId}/conversations          | people    | 401 200 404 200 200 200/404
            POST /chat/{conversationId}/escalate           | people    | 401 201 404 201 201 404
            POST /chat/{conversationId}/escalate           | session   | 401 201 404 404 404 404
            POST /chat/{conversationId}/escalate           | escalated | 401 200 404 200 200 404
            DELETE /chat/{conversationId}/escalate         | session   | 401 404/409 404 404 404 404
            DELETE /chat/{conversationId}/escalate         | escalated | 401 200/204 404 403/404 403/404 404
            GET /chat/{conversationId}/escalations         | people    | 401 200 404 200 200 404
            GET /chat/{conversationId}/escalations         | session   | 401 200 404 404 404 404
            GET /chat/{conversationId}/escalations         | escalated | 401 200 404 200 200 404
            POST /chat/{conversationId}/rating             | people    | 401 200/201/204/409 404 403/404 403/404 404
            POST /chat/{conversationId}/rating             | session   | 401 200/201/204/409 404 404 404 404
            POST /chat/{conversationId}/rating             | escalated | 401 200/201/204/409 404 403/404 403/404 404
            GET /agent/queue                               | escalated | 401 403 403 200 200 200
            GET /agent/conversations                       | claimed   | 401 403 403 200 200 200
            GET /agent/agents                              | none      | 401 403 403 200 200 200
            GET /agent/status                              | none      | 401 403 403 200 200 200
            PUT /agent/status                              | none      | 401 403 403 200 200 200
            POST /agent/escalations/{escalationId}/claim   | escalated | 401 403 403 200 200 404
            POST /agent/escalations/{escalationId}/transfer | claimed  | 401 403 403 200 200 404
            POST /agent/escalations/{escalationId}/return  | claimed   | 401 403 403 200 200 404
            POST /agent/escalations/{escalationId}/hand-back | claimed | 401 403 403 200 200 404
            POST /agent/escalations/{escalationId}/resolve | claimed   | 401 403 403 200 200 404
            GET /agent/escalations/{escalationId}/notes    | claimed   | 401 403 403 200 200 404
            POST /agent/escalations/{escalationId}/notes   | claimed   | 401 403 403 200/201 200/201 404
            POST /api/chat/ai/send                         | none      | 401 200 200 200 200 200
            POST /api/chat/ai/send                         | room      | 401 200 404 404 404 200
            GET /api/chat/ai/history/{userId}              | none      | 401 200 403 403 403 403
            GET /api/chat/ai/history/{userId}              | room      | 401 200 403 403 403 403
            DELETE /api/chat/ai/history/{userId}           | none      | 401 200 403 403 403 403
            DELETE /api/chat/ai/history/{userId}           | room      | 401 200 403 403 403 403
            WS /ws/chat/{conversationId}/{userId}          | room      | 401 101 4404 4404 4404 101
            POST /chat/{conversationId}/messages           | room      | 401 201 404 404 404 201
            GET /chat/{conversationId}/history             | room      | 401 200 404 404 404 404
            GET /chat/{conversationId}/events              | room      | 401 200 404 404 404 404
            DELETE /chat/{conversationId}                  | room      | 401 204 404 404 404 404
            POST /chat/{conversationId}/escalate           | room      | 401 201 404 404 404 404
            POST /chatbot/{chatbotId}/session              | erased    | 401 404 404 404 404 404
            WS /ws/chat/{conversationId}/{userId}          | erased    | 401 101 4404 4404 4404 101
            POST /chat/{conversationId}/messages           | erased    | 401 201 404 404 404 201
            GET /chat/{conversationId}/history             | erased    | 401 404 404 404 404 404
            GET /chat/{conversationId}/events              | erased    | 401 404 404 404 404 404
            DELETE /chat/{conversationId}                  | erased    | 401 404 404 404 404 404
            POST /chat/{conversationId}/escalate           | erased    | 401 404 404 404 404 404
            DELETE /chat/{conversationId}/escalate         | erased    | 401 404 404 404 404 404
            GET /chat/{conversationId}/escalations         | erased    | 401 404 404 404 404 404
            POST /chat/{conversationId}/rating             | erased    | 401 404 404 404 404 404
            POST /agent/escalations/{escalationId}/claim   | erased    | 401 403 403 404/409 404/409 404
            GET /agent/escalations/{escalationId}/notes    | erased    | 401 403 403 404 404 404
            """;

    /** Asks the demo model for an answer at once. */
    private static final String IN_ROOM = "{\"message\":\"hello [[mock id=room first=0 interval=0 chunks=1]]\"}";

    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry(BEGINS_A_ROOM, IN_ROOM),
            Map.entry("POST /chatbots", "{\"name\":\"Route table\"}"),
            Map.entry("POST /chatbots/{id}/search", "{\"query\":\"How do I send it back?\"}"),
            Map.entry("PUT /chatbots/{id}", "{\"name\":\"Route table\"}"),
            Map.entry("POST /auth/guest", "{}"),
            Map.entry("POST /auth/ticket", "{}"),
            Map.entry(BEGINS_A_CONVERSATION, "{\"content\":\"hello\",\"metadata\":{\"silent\":true}}"),
            Map.entry("POST /chat/{conversationId}/escalate", "{\"reason\":\"a person, please\"}"),
            Map.entry("POST /chat/{conversationId}/rating", "{\"score\":5}"),
            Map.entry("PUT /api/settings/api-key", "{\"api_key\":\"sk-of-the-route-table\"}"),
            Map.entry("PUT /agent/status", "{\"status\":\"online\",\"capacity\":3}"),
            Map.entry("POST /agent/escalations/{escalationId}/transfer", "{\"to_team\":\"billing\"}"),
            Map.entry(
                    "POST /agent/escalations/{escalationId}/notes",
                    "{\"content\":\"a note\",\"note\":\"a note\",\"text\":\"a note\"}"));

    private RouteTable() {}

    static List<Row> rows() {
        return TABLE.lines()
                .filter(line -> !line.startsWith("#"))
                .map(RouteTable::row)
                .toList();
    }

    static String body(String route) {
        return BODIES.getOrDefault(route, "");
    }

    /** What is said in a room that there is or is to be. */
    static String bodyIn(String room) {
        return IN_ROOM.replaceFirst("\\{", "{\"room_id\":\"" + room + "\",");
    }

    private static Row row(String line) {
        var cells = line.split("\\|", -1);
        var expected = Arrays.stream(cells[2].strip().split(" +", -1))
                .map(cell ->
                        Arrays.stream(cell.split("/", -1)).map(Integer::valueOf).toList())
                .toList();
        return new Row(cells[0].strip(), Target.valueOf(cells[1].strip().toUpperCase(Locale.ROOT)), expected);
    }
}
