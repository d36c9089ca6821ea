package io.parley.platform.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.log.WireJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** A service of one controller, as Spring Boot starts it: what a client reads when something goes wrong. */
@ExtendWith(OutputCaptureExtension.class)
class ProblemHandlerTests {

    private static ConfigurableApplicationContext service;
    private static WebTestClient client;

    @BeforeAll
    static void start() {
        service = new SpringApplicationBuilder(Service.class)
                .web(WebApplicationType.REACTIVE)
                .properties(Map.of(
                        "server.port", "0",
                        "parley.identity.enabled", "false",
                        "spring.mongodb.uri", "mongodb://127.0.0.1:1/none?serverSelectionTimeoutMS=100",
                        "spring.main.banner-mode", "off"))
                .run();
        client = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port"))
                .build();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/problem/400,      400, message_empty,  Bad Request,           Say something.",
        "/problem/401,      401, unauthorized,   Unauthorized,          A valid bearer token is needed.",
        "/problem/403,      403, forbidden,      Forbidden,             Not yours.",
        "/problem/404,      404, not_found,      Not Found,             There is no such conversation.",
        "/problem/409,      409, human_has_floor, Conflict,             A person answers here.",
        "/problem/503,      503, view_behind,    Service Unavailable,   This service is still catching up; please ask again in a moment.",
        "/away/timeout,     503, unavailable,    Service Unavailable,   This is not there at the moment.",
        "/away/database,    503, unavailable,    Service Unavailable,   This is not there at the moment.",
        "/away/driver,      503, unavailable,    Service Unavailable,   This is not there at the moment.",
        "/away/pool,        503, unavailable,    Service Unavailable,   This is not there at the moment.",
        "/away/primary,     503, unavailable,    Service Unavailable,   This is not there at the moment.",
        "/away/server,      503, unavailable,    Service Unavailable,   This is not there at the moment.",
        "/nowhere,          404, not_found,      Not Found,             There is no such path.",
        "/numbers?n=x,      400, bad_request,    Bad Request,           The request cannot be read as this path expects it.",
        "/numbers,          400, bad_request,    Bad Request,           The request cannot be read as this path expects it.",
    })
    void writesWhatWentWrong(String path, int status, String code, String title, String detail) {
        var body = get(path, status);

        assertThat(body.path("type").asString()).isEqualTo("https://parley.dev/problems/" + code);
        assertThat(body.path("title").asString()).isEqualTo(title);
        assertThat(body.path("status").asInt()).isEqualTo(status);
        assertThat(body.path("code").asString()).isEqualTo(code);
        assertThat(body.path("detail").asString()).isEqualTo(detail);
        assertThat(body.path("success").asBoolean(true)).isFalse();
        assertThat(body.path("error").asString()).isEqualTo(detail);
        assertThat(body.propertyNames()).hasSize(7);
    }

    @Test
    void saysHowToAuthenticateAndWhenToComeAgain() {
        client.get().uri("/problem/401").exchange().expectHeader().valueEquals("WWW-Authenticate", "Bearer");
        client.get().uri("/problem/503").exchange().expectHeader().valueEquals("Retry-After", "1");
        client.get()
                .uri("/problem/429")
                .exchange()
                .expectStatus()
                .isEqualTo(429)
                .expectHeader()
                .valueEquals("Retry-After", "3");
    }

    @ParameterizedTest
    @CsvSource({"/throw", "/mono", "/error"})
    void tellsNobodyWhatAnUnexpectedFailureSays(String path, CapturedOutput output) {
        var body = get(path, 500);

        assertThat(body.path("code").asString()).isEqualTo("internal");
        assertThat(body.toString()).doesNotContain("SECRET");
        assertThat(output.getAll()).contains(path + " failed: ").doesNotContain("SECRET");
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        var body = post("{\"text\":\"" + "x".repeat(300_000) + "\"}", MediaType.APPLICATION_JSON, 413);

        assertThat(body.path("code").asString()).isEqualTo("payload_too_large");
        assertThat(body.path("title").asString()).isEqualTo("Content Too Large");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{", "no json", "[]", "{\"text\":{}}", "''"})
    void refusesABodyItCannotRead(String content) {
        assertThat(post(content, MediaType.APPLICATION_JSON, 400).path("code").asString())
                .isEqualTo("bad_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/x-www-form-urlencoded",
                "application/x-www-form-urlencoded;charset=UTF-8"
            })
    void readsJsonThatIsCalledAForm(String type) {
        client.post()
                .uri("/texts")
                .header("Content-Type", type)
                .bodyValue("{\"text\":\"said by curl\"}".getBytes(StandardCharsets.UTF_8))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .isEqualTo("[\"said by curl\"]");
    }

    @Test
    void refusesAnotherMethodAndAnotherKindOfBody() {
        assertThat(post("x", MediaType.TEXT_PLAIN, 415).path("code").asString()).isEqualTo("unsupported_media_type");
        client.delete()
                .uri("/numbers")
                .exchange()
                .expectStatus()
                .isEqualTo(405)
                .expectHeader()
                .valueEquals("Allow", "GET")
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1,               404, invalid_request_error, not_found",
        "/v1/nowhere,       404, invalid_request_error, not_found",
        "/v1/problem/400,   400, invalid_request_error, message_empty",
        "/v1/problem/401,   401, invalid_request_error, invalid_api_key",
        "/v1/problem/403,   403, invalid_request_error, forbidden",
        "/v1/problem/429,   429, requests,              rate_limit_exceeded",
        "/v1/problem/503,   503, server_error,          view_behind",
        "/v1/throw,         500, server_error,          internal",
    })
    void writesOpenAisErrorsUnderV1(String path, int status, String type, String code) {
        var response = client.get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_JSON);
        var body =
                WireJson.mapper().readTree(response.expectBody().returnResult().getResponseBody());

        assertThat(body.propertyNames()).containsExactly("error");
        assertThat(body.path("error").propertyNames()).containsExactly("message", "type", "param", "code");
        assertThat(body.path("error").path("message").asString()).isNotEmpty();
        assertThat(body.path("error").path("type").asString()).isEqualTo(type);
        assertThat(body.path("error").path("param").isNull()).isTrue();
        assertThat(body.path("error").path("code").asString()).isEqualTo(code);
    }

    @Test
    void writesTheSuitesJson() {
        var body = get("/sample", 200);

        assertThat(body.toString()).isEqualTo("{\"some_name\":\"x\",\"at\":\"2026-11-20T10:30:00.000Z\"}");
    }

    @Test
    void roundsTheWaitUp() {
        assertThat(Problem.tooManyRequests("d", Duration.ZERO).headers()).containsEntry("Retry-After", "1");
        assertThat(Problem.tooManyRequests("d", Duration.ofMillis(2001)).headers())
                .containsEntry("Retry-After", "3");
    }

    private static JsonNode get(String path, int status) {
        var response = client.get().uri(path).exchange().expectStatus().isEqualTo(status);
        if (status != 200) {
            response.expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON);
        }
        return WireJson.mapper().readTree(response.expectBody().returnResult().getResponseBody());
    }

    private static JsonNode post(String content, MediaType type, int status) {
        var response = client.post()
                .uri("/texts")
                .contentType(type)
                .bodyValue(content)
                .exchange()
                .expectStatus()
                .isEqualTo(status);
        response.expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON);
        return WireJson.mapper().readTree(response.expectBody().returnResult().getResponseBody());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Controller.class)
    static class Service {}

    @RestController
    static class Controller {

        record Text(String text) {}

        record Sample(
                String someName,
                @org.jspecify.annotations.Nullable String absent,
                Instant at) {}

        @GetMapping({"/problem/{status}", "/v1/problem/{status}"})
        Mono<String> problem(@org.springframework.web.bind.annotation.PathVariable int status) {
            return Mono.error(
                    switch (status) {
                        case 400 -> Problem.badRequest("message_empty", "Say something.");
                        case 401 -> Problem.unauthorized();
                        case 403 -> Problem.forbidden("Not yours.");
                        case 404 -> Problem.notFound("conversation");
                        case 409 -> Problem.conflict("human_has_floor", "A person answers here.");
                        case 429 -> Problem.tooManyRequests("Slowly.", Duration.ofMillis(2500));
                        default -> Problem.viewBehind();
                    });
        }

        @GetMapping("/away/{what}")
        Mono<String> away(@org.springframework.web.bind.annotation.PathVariable String what) {
            return Mono.error(
                    switch (what) {
                        case "timeout" -> new java.util.concurrent.TimeoutException("SECRET");
                        case "database" -> new org.springframework.dao.DataAccessResourceFailureException("SECRET");
                        case "driver" -> new com.mongodb.MongoTimeoutException("SECRET");
                        // As the driver has it, and as Spring Data hands it on.
                        case "primary" ->
                            new com.mongodb.MongoNotPrimaryException(
                                    new org.bson.BsonDocument(), new com.mongodb.ServerAddress());
                        case "server" -> translated(new com.mongodb.MongoServerUnavailableException("SECRET"));
                        default ->
                            translated(new com.mongodb.MongoConnectionPoolClearedException(
                                    new com.mongodb.connection.ServerId(
                                            new com.mongodb.connection.ClusterId(), new com.mongodb.ServerAddress()),
                                    null));
                    });
        }

        private static RuntimeException translated(RuntimeException driver) {
            return java.util.Objects.requireNonNull(new org.springframework.data.mongodb.core.MongoExceptionTranslator()
                    .translateExceptionIfPossible(driver));
        }

        @GetMapping({"/throw", "/v1/throw"})
        String thrown() {
            throw new IllegalStateException("SECRET");
        }

        @GetMapping("/mono")
        Mono<String> mono() {
            return Mono.error(new IllegalStateException("SECRET", new RuntimeException("SECRET")));
        }

        @GetMapping("/error")
        Mono<String> status() {
            return Mono.error(new org.springframework.web.server.ResponseStatusException(
                    HttpStatus.INTERNAL_SERVER_ERROR, "SECRET", new IllegalStateException("SECRET")));
        }

        @GetMapping("/numbers")
        String number(@RequestParam int n) {
            return Integer.toString(n);
        }

        @GetMapping("/sample")
        Sample sample() {
            return new Sample("x", null, Instant.parse("2026-11-20T10:30:00Z"));
        }

        @PostMapping(path = "/texts", consumes = MediaType.APPLICATION_JSON_VALUE)
        List<String> text(@RequestBody Text text) {
            return List.of(text.text());
        }
    }
}
