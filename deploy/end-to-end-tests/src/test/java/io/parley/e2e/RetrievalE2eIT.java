package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.log.WireJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** From an uploaded document to an answer that cites it, on the socket and in the history. */
@WithSuite
class RetrievalE2eIT {
    private static final String CHATBOT = "parley-docs";
    private static final String DOCUMENTS = "/chatbots/" + CHATBOT + "/documents";
    private static final String BOUNDARY = "a-boundary-of-forms";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RunningSuite suite;

    RetrievalE2eIT(RunningSuite suite) {
        this.suite = suite;
    }

    @Test
    void citesADocumentUntilItIsDeleted() throws Exception {
        var admin = suite.visitor("ada", "admin");
        var id = upload("# Lighthouse\n\n## Keepers\n\nThe keeper of the lighthouse is called Olaf Zander.");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> admin.get(DOCUMENTS + "/" + id)
                        .expecting(200)
                        .text("status")
                        .equals("ready"));

        var client = suite.visitor();
        var conversation = client.session(CHATBOT).conversationId();
        try (var socket = client.chatsWith(CHATBOT)) {
            var answer = socket.asks("What is the name of the person who looks after the lighthouse?");

            var citation = answer.end().json().at("/citations/0");
            assertThat(citation.path("document_id").asString()).isEqualTo(id);
            assertThat(citation.path("title").asString()).isEqualTo("lighthouse.md");
            assertThat(citation.path("excerpt").asString()).contains("Olaf Zander");
            assertThat(citation.path("score").asDouble()).isBetween(0.2, 1.0);
            assertThat(citation.path("number").asInt()).isOne();
            assertThat(answer.text()).contains("Olaf Zander", "[1]");
            assertThat(answer.end().json().at("/metadata/citations/0")).isEqualTo(citation);
            var kept = client.history(conversation).json().at("/messages/1/metadata/citations/0");
            assertThat(kept).isEqualTo(citation);

            assertThat(socket.asks("How many moons does the planet Jupiter have in total?")
                            .text())
                    .contains("found nothing about that");

            admin.delete(DOCUMENTS + "/" + id).expecting(204);
            var without = socket.asks("What is the name of the person who looks after the lighthouse?");
            assertThat(without.end().json().path("citations")).isEmpty();
            assertThat(without.text()).doesNotContain("Olaf");
        }
    }

    private String upload(String text) throws Exception {
        var body = """
                --%1$s\r
                Content-Disposition: form-data; name="file"; filename="lighthouse.md"\r
                \r
                %2$s\r
                --%1$s--\r
                """.formatted(BOUNDARY, text);
        var request = HttpRequest.newBuilder(URI.create(suite.url() + DOCUMENTS))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + suite.tokens().token("ada", "admin"))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofString(body))
                .build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(202);
        return WireJson.mapper().readTree(response.body()).path("document_id").asString();
    }
}
