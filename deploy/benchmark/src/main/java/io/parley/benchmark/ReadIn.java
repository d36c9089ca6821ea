package io.parley.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An admin who uploads one document after the other, always a few ahead of the service, until told to stop. */
final class ReadIn implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final String BOUNDARY = "a-boundary-of-forms";
    private static final int AHEAD = 4;
    private static final int SECTIONS = 50;
    private static final int SENTENCES = 10;
    private static final int WORDS = 11;

    /** Enough for sentences that are all different; what they say does not matter to the embedding model's work. */
    private static final String[] LEXICON = """
            the a this each every scooter battery lamp brake wheel charger cable motor handle invoice tariff country payment
            parcel return warranty customer rider account password screen display light button signal network station
            shows opens closes charges rides costs keeps needs takes gives holds turns stops starts warns allows
            slowly quickly always never often outside inside before after without within during between under over
            red green blue new old broken empty full heavy small valid free safe cold warm wet""".split("\\s+");

    private final HttpClient http;
    private final URI documents;
    private final String token;
    private final Random random = new Random(42);
    private final Deque<String> waiting = new ArrayDeque<>();
    private final List<String> uploaded = new ArrayList<>();
    private final AtomicInteger passages = new AtomicInteger();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Thread admin = new Thread(this::run, "admin");
    private volatile boolean stopped;
    private volatile long begun;
    private volatile long ended;

    ReadIn(HttpClient http, URI gateway, String chatbot, String token) {
        this.http = http;
        this.documents = gateway.resolve("/chatbots/" + chatbot + "/documents");
        this.token = token;
    }

    /** Returns when the first document is ready: models and indexes are loaded then, and answers look into them. */
    void warmUp() throws IOException, InterruptedException {
        upload();
        while (!waiting.isEmpty()) {
            look();
        }
        passages.set(0);
    }

    void start() {
        begun = System.nanoTime();
        admin.start();
    }

    /** What became ready each minute, once the last document that was begun is ready too. */
    double stop() throws IOException, InterruptedException {
        stopped = true;
        admin.join();
        var why = failure.get();
        if (why != null) {
            throw new IOException("Documents could not be read in", why);
        }
        return passages.get() * 60e9 / (ended - begun);
    }

    private void run() {
        try {
            while (!stopped) {
                while (waiting.size() < AHEAD) {
                    upload();
                }
                look();
            }
            while (!waiting.isEmpty()) {
                look();
            }
        } catch (IOException | RuntimeException why) {
            failure.set(why);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        } finally {
            ended = System.nanoTime();
        }
    }

    private void look() throws IOException, InterruptedException {
        var document = send(request(waiting.element()).GET().build());
        switch (document.path("status").asString()) {
            case "ready" -> {
                passages.addAndGet(document.path("passages").asInt());
                waiting.remove();
            }
            case "failed" -> throw new IOException("a document failed: " + document);
            default -> Series.pause(LOOK);
        }
    }

    private void upload() throws IOException, InterruptedException {
        var form = """
                --%1$s\r
                Content-Disposition: form-data; name="file"; filename="page-%2$d.md"\r
                \r
                %3$s\r
                --%1$s--\r
                """.formatted(BOUNDARY, uploaded.size(), text());
        var id = send(request("")
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .POST(BodyPublishers.ofString(form))
                        .build())
                .path("document_id")
                .asString();
        waiting.add(id);
        uploaded.add(id);
    }

    /** As many headings with a passage of some 700 characters each. */
    private String text() {
        return IntStream.range(0, SECTIONS)
                .mapToObj(section -> "# Section %d\n\n%s".formatted(section, sentences()))
                .collect(Collectors.joining("\n\n"));
    }

    private String sentences() {
        return IntStream.range(0, SENTENCES)
                .mapToObj(_ -> IntStream.range(0, WORDS)
                        .mapToObj(_ -> LEXICON[random.nextInt(LEXICON.length)])
                        .collect(Collectors.joining(" ", "", ".")))
                .collect(Collectors.joining(" "));
    }

    private HttpRequest.Builder request(String id) {
        return HttpRequest.newBuilder(id.isEmpty() ? documents : URI.create(documents + "/" + id))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        var response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(request.uri() + " answered " + response.statusCode() + ": " + response.body());
        }
        return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
    }

    /** The next run finds the chatbot as this one did. */
    @Override
    public void close() throws IOException {
        try {
            for (var id : uploaded) {
                send(request(id).DELETE().build());
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }
}
