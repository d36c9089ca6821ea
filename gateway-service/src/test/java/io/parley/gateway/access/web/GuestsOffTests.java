package io.parley.gateway.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.gateway.access.AccessProperties;
import io.parley.gateway.access.AccessProperties.GuestProperties;
import io.parley.gateway.problem.Problem;
import io.parley.gateway.problem.Refusal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.test.StepVerifier;

class GuestsOffTests {

    @Test
    void nobodyComesInWithoutAnAccount() {
        GuestProperties off = new GuestProperties(false, 10);
        Duration any = Duration.ofSeconds(1);
        AccessProperties properties =
                new AccessProperties(List.of(), null, null, null, null, true, off, null, any, any, any);
        AuthController controller = new AuthController(null, null, null, properties, null, null);

        StepVerifier.create(controller.guest(MockServerWebExchange.from(MockServerHttpRequest.post("/auth/guest"))))
                .verifyErrorSatisfies(refused -> assertThat(refused)
                        .isInstanceOfSatisfying(
                                Refusal.class,
                                refusal -> assertThat(refusal.problem()).isEqualTo(Problem.FORBIDDEN)));
    }
}
