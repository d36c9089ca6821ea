package io.parley.gateway.health.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.gateway.support.GatewayTest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HealthWebTests extends GatewayTest {

    @Test
    void saysWhatIsUpAndWhatIsDown() {
        await().untilAsserted(() -> assertThat(health().statusCode()).isEqualTo(200));
        JsonNode whole = json(health());
        assertThat(whole.path("status").stringValue()).isEqualTo("ok");
        assertThat(whole.path("services").propertyNames())
                .containsExactly("gateway", "chat-session", "ai-completion", "history", "escalation");
        assertThat(whole.path("services").path("history").stringValue()).isEqualTo("up");

        HISTORY.ready.set(false);
        try {
            await().untilAsserted(() -> assertThat(health().statusCode()).isEqualTo(503));
            HttpResponse<String> degraded = health();
            assertThat(json(degraded).path("status").stringValue()).isEqualTo("degraded");
            assertThat(json(degraded).path("services").path("history").stringValue())
                    .isEqualTo("down");
            assertThat(json(degraded).path("services").path("escalation").stringValue())
                    .isEqualTo("up");
            assertThat(degraded.body()).doesNotContain("127.0.0.1");
        } finally {
            HISTORY.ready.set(true);
        }
        await().untilAsserted(() -> assertThat(health().statusCode()).isEqualTo(200));
    }

    @Test
    void isReadyWithDatabaseAndKeys() {
        HttpResponse<String> ready = send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + managementPort + "/actuator/health/readiness")));

        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(json(ready).path("status").stringValue()).isEqualTo("UP");
        assertThat(send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/actuator/env")))
                        .statusCode())
                .isEqualTo(404);
    }

    private HttpResponse<String> health() {
        return send(request("/health"));
    }
}
