package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.e2e.ledger.suite.ProcessMemory;
import io.parley.events.log.WireJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Documents of a chatbot through the gateway, read by a parser that the running service starts. */
@WithSuite
class DocumentsE2eIT {
    private static final String DOCUMENTS = "/chatbots/leta/documents";
    private static final String BOUNDARY = "a-boundary-of-forms";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final byte[] ENTITIES = """
            <!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]><d>&f;</d>""".getBytes(StandardCharsets.UTF_8);

    private final RunningSuite suite;
    private final HttpClient http = HttpClient.newHttpClient();

    DocumentsE2eIT(RunningSuite suite) {
        this.suite = suite;
    }

    @Test
    void makesAFileReadyAndForgetsItWhenToldTo() throws Exception {
        var admin = suite.visitor("ada", "admin");
        var text = "# Returns\n\nParcels are sent back within two weeks. " + UUID.randomUUID();

        var one = ready("../returns.md", text);

        var id = admin.get(one).text("document_id");
        assertThat(admin.get(one).text("name")).isEqualTo("returns.md");
        assertThat(admin.get(one).json().path("passages").asInt()).isEqualTo(1);
        assertThat(ids(admin.get(DOCUMENTS).json())).contains(id);

        admin.delete(one).expecting(204);
        admin.get(one).expecting(404);
        assertThat(ids(admin.get(DOCUMENTS).json())).doesNotContain(id);
    }

    @Test
    void refusesTooMuchInBothPlacesAndGoesOn() throws Exception {
        // The service's limit and the gateway's.
        for (int megabytes : List.of(21, 30)) {
            var refused = upload("ada", "big.txt", new byte[megabytes << 20]);

            assertThat(refused.statusCode()).as("%d MB", megabytes).isEqualTo(413);
            assertThat(json(refused).path("success").asBoolean(true)).isFalse();
        }
        suite.visitor("ada", "admin")
                .delete(ready("small.txt", UUID.randomUUID().toString()))
                .expecting(204);
    }

    /** The parser's process has the worst of it; the service's own memory and its answers do not notice. */
    @Test
    void settlesWhatHarmsAndGoesOnAnswering() throws Exception {
        var admin = suite.visitor("ada", "admin");
        var service = suite.process("ai-completion");
        try (var socket = suite.visitor().chatsWith("leta")) {
            // The first document of a process loads the embedding model and the index: they are no harm of the files.
            var ordinary = ready("ordinary.md", "# Opening hours\n\nThe museum opens at ten. " + UUID.randomUUID());
            socket.asks(Paced.atOnce().asking("When does the museum open?"));
            admin.delete(ordinary).expecting(204);
            double before = ProcessMemory.of(service);
            for (var file : List.of(
                    new Harmful("bomb.docx", zipOf("word/document.xml", new byte[256 << 20]), "too_large"),
                    new Harmful("entities.docx", zipOf("word/document.xml", ENTITIES), "forbidden_content"),
                    new Harmful("objects.pdf", objects(800_000), "too_complex"))) {
                long begun = System.nanoTime();
                var uploaded = upload("ada", file.name(), file.bytes());
                assertThat(uploaded.statusCode()).as(file.name()).isEqualTo(202);
                socket.asks(Paced.atOnce().asking("And now, with " + file.name() + "?"));
                var one = DOCUMENTS + "/" + json(uploaded).path("document_id").asString();
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() ->
                                admin.get(one).expecting(200).text("status").equals("failed"));
                assertThat(admin.get(one).text("reason")).isEqualTo(file.reason());
                System.out.printf(
                        "%s: failed after %d ms%n",
                        file.name(), Duration.ofNanos(System.nanoTime() - begun).toMillis());
                admin.delete(one).expecting(204);
            }
            double after = ProcessMemory.of(service);
            System.out.printf("memory of ai-completion: %.0f MB, then %.0f MB%n", before, after);
            assertThat(after - before).isLessThan(128);
            socket.asks(Paced.atOnce().asking("Still there?"));
        }
    }

    private record Harmful(String name, byte[] bytes, String reason) {}

    private static byte[] zipOf(String part, byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("[Content_Types].xml"));
            zip.write("wordprocessingml.document.main+xml".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry(part));
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] objects(int count) {
        var pdf = new StringBuilder("%PDF-1.4\n");
        for (int id = 1; id <= count; id++) {
            pdf.append(id).append(" 0 obj 1 endobj\n");
        }
        return pdf.toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void isForAdmins() throws Exception {
        assertThat(upload("ann", "a.txt", new byte[3 << 20]).statusCode()).isEqualTo(403);
    }

    /** The address of a document that is ready. */
    private String ready(String name, String text) throws Exception {
        var uploaded = upload("ada", name, text.getBytes(StandardCharsets.UTF_8));
        assertThat(uploaded.statusCode()).as(name).isEqualTo(202);
        var one = DOCUMENTS + "/" + json(uploaded).path("document_id").asString();
        var admin = suite.visitor("ada", "admin");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> admin.get(one).expecting(200).text("status").equals("ready"));
        return one;
    }

    private HttpResponse<String> upload(String user, String name, byte[] file)
            throws IOException, InterruptedException {
        var token = user.equals("ada")
                ? suite.tokens().token(user, "admin")
                : suite.tokens().token(user);
        var head = "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n"
                .formatted(BOUNDARY, name);
        var request = HttpRequest.newBuilder(URI.create(suite.url() + DOCUMENTS))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofString(head),
                        BodyPublishers.ofByteArray(file),
                        BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n")))
                .build();
        return http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static JsonNode json(HttpResponse<String> response) {
        return WireJson.mapper().readTree(response.body());
    }

    private static List<String> ids(JsonNode listing) {
        return listing.path("documents")
                .valueStream()
                .map(document -> document.path("document_id").asString())
                .toList();
    }
}
