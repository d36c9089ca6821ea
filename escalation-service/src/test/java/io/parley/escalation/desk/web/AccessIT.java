package io.parley.escalation.desk.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.escalation.AtTheDesk;
import io.parley.events.ConversationKind;
import io.parley.events.log.ConversationKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/**
 * Every route and every kind of caller: the owner, somebody else, an agent, an admin, an agent of another tenant, and
 * callers without a token. The conversation is Ann's session, which nobody escalated unless the route is about that.
 */
class AccessIT extends AtTheDesk {

    private static final Map<String, String> CALLERS =
            Map.of("owner", ANN, "other", BOB, "agent", AGNES, "admin", ROOT, "stranger", STRANGER);
    private static final List<String> ORDER = List.of("owner", "other", "agent", "admin", "stranger");

    /** @param statuses of owner, other, agent, admin and stranger */
    private record Route(String method, String path, String body, boolean isEscalated, List<Integer> statuses) {

        @Override
        public String toString() {
            return method + " " + path + (isEscalated ? " (escalated)" : "");
        }
    }

    private static final List<Route> ROUTES = List.of(
            route("POST /chat/{c}/escalate", "{}", false, 201, 404, 404, 404, 404),
            route("POST /chat/{c}/escalate", "{}", true, 200, 404, 200, 200, 404),
            route("DELETE /chat/{c}/escalate", null, true, 200, 404, 403, 403, 404),
            route("DELETE /chat/{c}/escalate", null, false, 409, 404, 404, 404, 404),
            route("GET /chat/{c}/escalations", null, false, 200, 404, 404, 404, 404),
            route("GET /chat/{c}/escalations", null, true, 200, 404, 200, 200, 404),
            route("POST /chat/{c}/rating", "{\"score\":5}", false, 201, 404, 404, 404, 404),
            route("POST /chat/{c}/rating", "{\"score\":5}", true, 201, 404, 403, 403, 404),
            route("GET /agent/queue", null, false, 403, 403, 200, 200, 200),
            route("GET /agent/conversations", null, false, 403, 403, 200, 200, 200),
            route("GET /agent/agents", null, false, 403, 403, 200, 200, 200),
            route("GET /agent/status", null, false, 403, 403, 200, 200, 200),
            route("PUT /agent/status", "{\"status\":\"away\"}", false, 403, 403, 200, 200, 200),
            route("POST /agent/escalations/{e}/claim", null, true, 403, 403, 200, 200, 404),
            route("POST /agent/escalations/{e}/transfer", "{\"to_team\":\"x\"}", true, 403, 403, 409, 200, 404),
            route("POST /agent/escalations/{e}/return", null, true, 403, 403, 409, 409, 404),
            route("POST /agent/escalations/{e}/hand-back", null, true, 403, 403, 409, 409, 404),
            route("POST /agent/escalations/{e}/resolve", null, true, 403, 403, 409, 409, 404),
            route("POST /agent/escalations/{e}/notes", "{\"text\":\"x\"}", true, 403, 403, 201, 201, 404),
            route("GET /agent/escalations/{e}/notes", null, true, 403, 403, 200, 200, 404));

    @Autowired
    private RequestMappingHandlerMapping mappings;

    private static Route route(String methodAndPath, String body, boolean isEscalated, Integer... statuses) {
        var parts = methodAndPath.split(" ");
        return new Route(parts[0], parts[1], body, isEscalated, List.of(statuses));
    }

    static Stream<Route> routes() {
        return ROUTES.stream();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void letsInWhomTheTableSays(Route route) {
        for (int i = 0; i < ORDER.size(); i++) {
            aNewConversation();
            var caller = ORDER.get(i);
            var answer = call(route, Objects.requireNonNull(CALLERS.get(caller)));

            assertThat(answer)
                    .as("%s by %s", route, caller)
                    .isEqualTo(route.statuses().get(i));
        }
        for (var nobody : Arrays.asList(null, "Bearer nonsense")) {
            aNewConversation();
            assertThat(call(route, nobody)).as("%s by nobody", route).isEqualTo(401);
        }
    }

    private void aNewConversation() {
        key = new ConversationKey(key.tenant(), UUID.randomUUID().toString());
        start(ConversationKind.SESSION);
    }

    private int call(Route route, String bearer) {
        var escalation = route.isEscalated() ? raised() : "";
        var path = route.path().replace("{c}", key.conversation()).replace("{e}", escalation);
        return client.call(HttpMethod.valueOf(route.method()), path, bearer, route.body())
                .status();
    }

    @Test
    void knowsEveryRouteThereIs() {
        var there = mappings.getHandlerMethods().keySet().stream()
                .flatMap(mapping -> mapping.getMethodsCondition().getMethods().stream()
                        .flatMap(method -> mapping.getPatternsCondition().getPatterns().stream()
                                .map(pattern -> method + " " + pattern.getPatternString())))
                .map(route -> route.replace("{conversationId}", "{c}").replace("{escalationId}", "{e}"))
                .filter(route -> route.contains(" /chat/") || route.contains(" /agent/"));

        assertThat(there.distinct())
                .containsExactlyInAnyOrderElementsOf(ROUTES.stream()
                        .map(route -> route.method() + " " + route.path())
                        .distinct()
                        .toList());
    }
}
