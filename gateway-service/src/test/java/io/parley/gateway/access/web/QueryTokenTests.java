package io.parley.gateway.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import reactor.core.publisher.Mono;

class QueryTokenTests {

    @Test
    void countsAsTheCredentialOfASocket() {
        ServerHttpRequest passed = pass(true, "/ws/chat/s1?a=1&token=T&b=2");

        assertThat(passed.getURI().getRawQuery()).isEqualTo("a=1&b=2");
        assertThat(passed.getHeaders().getFirst(HttpHeaders.AUTHORIZATION)).isEqualTo("Bearer T");
    }

    @Test
    void isTakenOutEvenWhereItIsSwitchedOff() {
        ServerHttpRequest passed = pass(false, "/ws/chat/s1?token=T");

        assertThat(passed.getURI().getRawQuery()).isNull();
        assertThat(passed.getHeaders().containsHeader(HttpHeaders.AUTHORIZATION))
                .isFalse();
    }

    @Test
    void countsForNothingElsewhere() {
        ServerHttpRequest passed = pass(true, "/chatbots?token=T");

        assertThat(passed.getURI().getRawQuery()).isEqualTo("token=T");
        assertThat(passed.getHeaders().containsHeader(HttpHeaders.AUTHORIZATION))
                .isFalse();
    }

    private static ServerHttpRequest pass(boolean counts, String address) {
        AtomicReference<ServerHttpRequest> passed = new AtomicReference<>();
        QueryToken handler =
                new QueryToken((request, response) -> Mono.fromRunnable(() -> passed.set(request)), counts);
        handler.handle(MockServerHttpRequest.get(address).build(), new MockServerHttpResponse())
                .block();
        return passed.get();
    }
}
