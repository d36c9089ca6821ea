package io.parley.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.log.WireJson;
import io.parley.testkit.chat.ChatClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Documents for a chatbot, as an admin brings them. */
final class Uploads {
    private static final String BOUNDARY = "a-boundary-of-forms";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Uploads() {}

    /** Uploads it, and waits until it can be searched. */
    static void document(String suite, ChatClient admin, String chatbot, String name, String text) {
        var documents = "/chatbots/" + chatbot + "/documents";
        var body = """
                --%1$s\r
                Content-Disposition: form-data; name="file"; filename="%2$s"\r
                \r
                %3$s\r
                --%1$s--\r
                """.formatted(BOUNDARY, name, text);
        var request = HttpRequest.newBuilder(URI.create(suite + documents))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + admin.token())
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofString(body))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var response = http.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(202);
            var id = WireJson.mapper()
                    .readTree(response.body())
                    .path("document_id")
                    .asString();
            Awaitility.await("the document")
                    .atMost(PATIENCE)
                    .until(() -> admin.get(documents + "/" + id)
                            .expecting(200)
                            .text("status")
                            .equals("ready"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(told);
        }
    }
}
