package io.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.Chatbot;
import io.parley.events.WhileAnswering;
import io.parley.testkit.Backends;
import io.parley.testkit.Callers;
import io.parley.testkit.TestLog;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Who announces a chatbot, or takes it back, is believed at once. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = Backends.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogueIT {

    @LocalServerPort
    private int port;

    private final TestLog log = new TestLog();

    @RepeatedTest(20)
    void showsWhatWasAnnouncedBeforeTheSessionWasAskedFor() {
        var id = "bot-" + UUID.randomUUID();

        log.publish(new Chatbot("default", id, "Shop", "Hi!", WhileAnswering.ENQUEUE));
        assertThat(session(id)).contains("\"greeting\":\"Hi!\"");

        log.publish(new Chatbot("default", id, "Shop", "Ahoy!", WhileAnswering.ENQUEUE));
        assertThat(session(id)).contains("\"greeting\":\"Ahoy!\"");

        log.withdraw(new Chatbot("default", id, "Shop", "Ahoy!", WhileAnswering.ENQUEUE));
        assertThat(session(id)).contains("\"code\":\"not_found\"");
    }

    @Test
    void letsATenantsOwnTakeThePlaceOfEverybodys() {
        var id = "bot-" + UUID.randomUUID();
        var own = new Chatbot("default", id, "Own", "Own!", WhileAnswering.ENQUEUE);
        log.publish(new Chatbot(Chatbot.EVERY_TENANT, id, "Everybody", "All!", WhileAnswering.ENQUEUE));
        log.publish(own);
        assertThat(session(id)).contains("\"greeting\":\"Own!\"");

        log.withdraw(own);

        assertThat(session(id)).contains("\"greeting\":\"All!\"");
    }

    private String session(String chatbot) {
        var answer = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(Duration.ofSeconds(10))
                .build()
                .post()
                .uri("/chatbot/" + chatbot + "/session")
                .header("Authorization", Callers.bearer("user-" + UUID.randomUUID()))
                .exchange()
                .expectBody(String.class)
                .returnResult();
        assertThat(answer.getStatus()).isIn(HttpStatus.CREATED, HttpStatus.NOT_FOUND);
        return String.valueOf(answer.getResponseBody());
    }
}
