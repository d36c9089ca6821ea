package io.parley.completion;

import io.parley.events.log.WireJson;
import io.parley.testkit.Callers;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** Somebody who keeps documents of chatbots, over HTTP as the gateway passes it on. */
final class Admin {

    private static final String BOUNDARY = "a-boundary-of-forms";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String token;

    record Reply(int status, String body) {
        JsonNode json() {
            return WireJson.mapper().readTree(body);
        }

        String text(String field) {
            return json().path(field).asString("");
        }

        Reply expecting(int expected) {
            if (status != expected) {
                throw new AssertionError("status %d: %s".formatted(status, body));
            }
            return this;
        }
    }

    Admin(String url, String tenant, String... roles) {
        this.url = url;
        this.token = Callers.token(tenant, "ann", List.of(roles), Instant.now().plusSeconds(3_600));
    }

    static Admin of(CompletionProcess process) {
        return new Admin(process.url(), Callers.TENANT, "admin");
    }

    Reply uploads(String chatbot, String name, byte[] file) {
        return posts(
                "/chatbots/" + chatbot + "/documents",
                "multipart/form-data; boundary=" + BOUNDARY,
                BodyPublishers.concat(
                        BodyPublishers.ofString(partOf("file", name)),
                        BodyPublishers.ofByteArray(file),
                        BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n")));
    }

    /** The same without a length that is told beforehand. */
    Reply streams(String chatbot, String name, InputStream file) {
        return posts(
                "/chatbots/" + chatbot + "/documents",
                "multipart/form-data; boundary=" + BOUNDARY,
                BodyPublishers.concat(
                        BodyPublishers.ofString(partOf("file", name)),
                        BodyPublishers.ofInputStream(() -> file),
                        BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n")));
    }

    static String partOf(String field, String fileName) {
        return "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n"
                .formatted(BOUNDARY, field, fileName);
    }

    Reply posts(String path, String type, BodyPublisher body) {
        return send(request(path).header("Content-Type", type).POST(body));
    }

    Reply gets(String path) {
        return send(request(path).GET());
    }

    Reply deletes(String path) {
        return send(request(path).DELETE());
    }

    /** The document once it is not processed any more. */
    JsonNode awaits(String chatbot, String documentId) {
        var path = "/chatbots/" + chatbot + "/documents/" + documentId;
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> !gets(path).expecting(200).text("status").equals("processing"));
        return gets(path).json();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer " + token)
                .timeout(PATIENCE);
    }

    private Reply send(HttpRequest.Builder request) {
        try {
            var response = http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Reply(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
