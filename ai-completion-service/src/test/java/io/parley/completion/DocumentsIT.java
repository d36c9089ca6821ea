package io.parley.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.parley.completion.document.DocumentKey;
import io.parley.completion.document.HostileFiles;
import io.parley.completion.document.OrdinaryFiles;
import io.parley.completion.document.Passage;
import io.parley.completion.document.PassageIndex;
import io.parley.completion.document.Passages;
import io.parley.completion.document.RemoveDocument;
import io.parley.completion.document.StoredPassage;
import io.parley.testkit.ScriptedModel;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Documents from their upload until they can be found, with a real database and real parsers. */
class DocumentsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String LETA = "leta";

    /** Of its own: what stands there must not be quoted in the answers of others. */
    private static final String TENANT = "t-" + UUID.randomUUID();

    private static ScriptedModel model;
    private static CompletionProcess process;
    private static Admin admin;
    private static final Index INDEX = new Index();

    /** Knows what can be found, and nothing of how. */
    private static class Index implements PassageIndex {

        private final Map<DocumentKey, List<Passage>> found = new ConcurrentHashMap<>();

        @Override
        public Mono<Void> add(DocumentKey document, List<Passage> passages) {
            return Mono.fromRunnable(() -> found.put(document, passages));
        }

        @Override
        public Mono<Void> remove(DocumentKey document) {
            return Mono.fromRunnable(() -> found.remove(document));
        }

        @Override
        public Mono<Void> removeAll(String tenant, String chatbotId) {
            return Mono.fromRunnable(() -> found.keySet()
                    .removeIf(key ->
                            key.tenant().equals(tenant) && key.chatbotId().equals(chatbotId)));
        }
    }

    @BeforeAll
    static void start() {
        model = ScriptedModel.start();
        process = started("0", INDEX);
        admin = adminOf(process);
    }

    private static CompletionProcess started(String replica, PassageIndex index, String... more) {
        return CompletionProcess.start(
                replica,
                model.baseUrl(),
                context -> context.registerBean(
                        "testIndex", PassageIndex.class, () -> index, definition -> definition.setPrimary(true)),
                more);
    }

    @AfterAll
    static void stop() {
        process.close();
        model.close();
    }

    @Test
    void goWithTheirChatbot() {
        var chatbot = admin.posts(
                        "/chatbots",
                        "application/json",
                        BodyPublishers.ofString("{\"name\":\"Shelf %s\"}".formatted(UUID.randomUUID())))
                .expecting(201)
                .text("id");
        var id = admin.uploads(chatbot, "a.txt", OrdinaryFiles.bytes("Send it back."))
                .expecting(202)
                .text("document_id");
        admin.awaits(chatbot, id);

        admin.deletes("/chatbots/" + chatbot).expecting(204);

        var document = new DocumentKey(TENANT, chatbot, id);
        assertThat(INDEX.found).doesNotContainKey(document);
        assertThat(process.bean(Passages.class).of(document).collectList().block(PATIENCE))
                .isEmpty();
    }

    static Stream<Arguments> ordinary() {
        var more = " " + UUID.randomUUID();
        return Stream.of(
                Arguments.of("a.txt", "text/plain", OrdinaryFiles.bytes("Send it back." + more), null, null),
                Arguments.of(
                        "a.md",
                        "text/markdown",
                        OrdinaryFiles.bytes("# Returns\n\nSend it back." + more),
                        null,
                        "Returns"),
                Arguments.of(
                        "a.html",
                        "text/html",
                        OrdinaryFiles.bytes("<h1>Returns</h1><p>Send it back." + more),
                        null,
                        "Returns"),
                Arguments.of("a.pdf", "application/pdf", OrdinaryFiles.pdf("Send it back." + more), 1, null),
                Arguments.of(
                        "a.docx",
                        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                        OrdinaryFiles.docx("# Returns", "Send it back." + more),
                        null,
                        "Returns"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ordinary")
    void makesAFileReady(String name, String mediaType, byte[] file, Integer page, String heading) {
        var uploaded = admin.uploads(LETA, name, file).expecting(202);
        assertThat(uploaded.text("name")).isEqualTo(name);
        assertThat(uploaded.text("status")).isEqualTo("processing");
        var id = uploaded.text("document_id");

        var document = admin.awaits(LETA, id);

        assertThat(document.path("status").asString()).isEqualTo("ready");
        assertThat(document.path("media_type").asString()).isEqualTo(mediaType);
        assertThat(document.path("size").asInt()).isEqualTo(file.length);
        assertThat(document.path("passages").asInt()).isEqualTo(1);
        assertThat(document.has("reason")).isFalse();
        assertThat(document.path("created_at").asString()).matches("....-..-..T..:..:...*Z");
        var passage = stored(id).getFirst().passage();
        assertThat(passage.title()).isEqualTo(name);
        assertThat(passage.page()).isEqualTo(page);
        assertThat(passage.heading()).isEqualTo(heading);
        assertThat(passage.text()).startsWith("Send it back.");
        assertThat(INDEX.found.get(key(id))).containsExactly(passage);
        assertThat(listed(LETA)).contains(id);
        Awaitility.await().until(() -> process.count("document_files") == 0 && process.count("open_documents") == 0);
    }

    @Test
    void readsALongDocumentInOrder() {
        var text = IntStream.range(0, 400)
                .mapToObj(number -> "# Part %d\n\n%s\n\n".formatted(number, OrdinaryFiles.sentences(1)))
                .reduce("", String::concat);

        var id = admin.uploads(LETA, "long.md", OrdinaryFiles.bytes(text))
                .expecting(202)
                .text("document_id");

        assertThat(admin.awaits(LETA, id).path("passages").asInt()).isEqualTo(400);
        assertThat(stored(id))
                .extracting(
                        found -> found.passage().number(),
                        found -> found.passage().heading())
                .containsExactlyElementsOf(IntStream.range(0, 400)
                        .mapToObj(number -> tuple(number, "Part " + number))
                        .toList());
    }

    @Test
    void keepsVectorsAndFindsPassagesOfReadyDocuments() {
        var passages = process.bean(Passages.class);
        var text = IntStream.range(0, 150)
                .mapToObj(number -> "# V %d\n\nText.\n\n".formatted(number))
                .reduce("", String::concat);
        var id = admin.uploads(LETA, "vectors.md", OrdinaryFiles.bytes(text))
                .expecting(202)
                .text("document_id");
        admin.awaits(LETA, id);
        var vectors = IntStream.range(0, 150)
                .mapToObj(number -> new float[] {number, -number, 0.5f})
                .toList();

        passages.keepVectors(key(id), vectors).block(PATIENCE);

        var stored = stored(id);
        assertThat(stored).hasSize(150);
        assertThat(stored.get(149).vector()).containsExactly(149, -149, 0.5f);
        assertThat(stored.get(7).vector()).containsExactly(7, -7, 0.5f);
        var wanted = List.of(id + "/149", id + "/3", id + "/900", UUID.randomUUID() + "/0");
        assertThat(found(passages, TENANT, LETA, wanted)).containsExactlyInAnyOrder(id + "/149", id + "/3");
        assertThat(passages.find(TENANT, LETA, wanted).collectList().block(PATIENCE))
                .as("vectors are most of a bucket, and nobody needs them here")
                .extracting(StoredPassage::vector)
                .containsOnlyNulls();
        assertThat(found(passages, "other", LETA, wanted)).isEmpty();
        assertThat(found(passages, TENANT, "another", wanted)).isEmpty();
        assertThat(passages.ready().collectList().block(PATIENCE)).contains(key(id));
        assertThat(passages.all()
                        .filter(found -> found.passage().document().equals(key(id)))
                        .count()
                        .block(PATIENCE))
                .isEqualTo(150);
    }

    @Test
    void deletesADocumentAtOnce() {
        var file = OrdinaryFiles.bytes("To be deleted " + UUID.randomUUID());
        var id = admin.uploads(LETA, "gone.txt", file).expecting(202).text("document_id");
        admin.awaits(LETA, id);
        var path = "/chatbots/leta/documents/" + id;

        admin.deletes(path).expecting(204);

        assertThat(INDEX.found).doesNotContainKey(key(id));
        assertThat(stored(id)).isEmpty();
        admin.gets(path).expecting(404);
        admin.deletes(path).expecting(404);
        assertThat(listed(LETA)).doesNotContain(id);
        Awaitility.await()
                .until(() -> process.document("documents", key(id).toString()).isEmpty());
        Awaitility.await().until(() -> process.count("open_documents") == 0);
        // The same bytes are a new document then.
        assertThat(admin.uploads(LETA, "gone.txt", file).expecting(202).text("document_id"))
                .isNotEqualTo(id);
    }

    @Test
    void deletesAllDocumentsOfAChatbot() {
        var tenant = "t-" + UUID.randomUUID();
        var owner = new Admin(process.url(), tenant, "admin");
        var ids = Stream.of("One.", "Two.")
                .map(text -> owner.uploads(LETA, "a.txt", OrdinaryFiles.bytes(text))
                        .expecting(202)
                        .text("document_id"))
                .toList();
        ids.forEach(id -> owner.awaits(LETA, id));

        process.bean(RemoveDocument.class).removeAll(tenant, LETA).block(PATIENCE);

        assertThat(owner.gets("/chatbots/leta/documents").json().path("count").asInt())
                .isZero();
        assertThat(INDEX.found.keySet()).noneMatch(key -> key.tenant().equals(tenant));
    }

    @Test
    void takesTheSameFileOnce() {
        var file = OrdinaryFiles.bytes("The same " + UUID.randomUUID());
        var first = admin.uploads(LETA, "one.txt", file).expecting(202);

        var again = admin.uploads(LETA, "one.txt", file).expecting(202);

        assertThat(again.text("document_id")).isEqualTo(first.text("document_id"));
        assertThat(again.text("name")).isEqualTo("one.txt");
        // Under another name it is what the client called it, and a document of its own.
        var other = admin.uploads(LETA, "two.txt", file).expecting(202);
        assertThat(other.text("document_id")).isNotEqualTo(first.text("document_id"));
        assertThat(other.text("name")).isEqualTo("two.txt");
        // Of another tenant it is another document.
        var elsewhere = new Admin(process.url(), "other", "admin");
        assertThat(elsewhere.uploads(LETA, "one.txt", file).expecting(202).text("document_id"))
                .isNotEqualTo(first.text("document_id"));
        Awaitility.await().until(() -> process.count("document_files") == 0);
    }

    @Test
    void takesAFileAgainThatFailed() {
        var file = HostileFiles.brokenPdf();
        var first = admin.uploads(LETA, "a.pdf", file).expecting(202).text("document_id");
        assertThat(admin.awaits(LETA, first).path("status").asString()).isEqualTo("failed");

        assertThat(admin.uploads(LETA, "a.pdf", file).expecting(202).text("document_id"))
                .isNotEqualTo(first);
    }

    @Test
    void isForAdminsOfTheTenantAlone() {
        var file = OrdinaryFiles.bytes("Nobody else's " + UUID.randomUUID());
        var id = admin.uploads(LETA, "a.txt", file).expecting(202).text("document_id");
        var path = "/chatbots/leta/documents";

        for (var role : List.of("user", "agent")) {
            var other = new Admin(process.url(), TENANT, role);
            other.uploads(LETA, "a.txt", new byte[3_000_000]).expecting(403);
            other.gets(path).expecting(403);
            other.gets(path + "/" + id).expecting(403);
            other.deletes(path + "/" + id).expecting(403);
        }
        var foreign = new Admin(process.url(), "other", "admin");
        assertThat(foreign.gets(path + "/" + id).expecting(404).body())
                .isEqualTo(foreign.gets(path + "/" + UUID.randomUUID())
                        .expecting(404)
                        .body());
        foreign.deletes(path + "/" + id).expecting(404);
        assertThat(foreign.gets(path).expecting(200).body()).doesNotContain(id);
        admin.uploads("nobody", "a.txt", file).expecting(404);
        admin.gets("/chatbots/nobody/documents").expecting(404);
        assertThat(admin.awaits(LETA, id).path("status").asString()).isEqualTo("ready");
    }

    @ParameterizedTest
    @CsvSource({
        "../../etc/passwd.txt, passwd.txt",
        "C:\\\\dir\\\\manual.txt, manual.txt",
        "Übersicht.txt, Übersicht.txt"
    })
    void cleansTheName(String given, String kept) {
        var uploaded = admin.uploads(
                        LETA, given, OrdinaryFiles.bytes(UUID.randomUUID().toString()))
                .expecting(202);

        assertThat(uploaded.text("name")).isEqualTo(kept);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("a.txt", new byte[0], 422, "empty_file"),
                Arguments.of("a.txt", new byte[21 << 20], 413, "too_large"),
                Arguments.of("a.pdf", new byte[20 << 20], 422, "type_mismatch"),
                Arguments.of("a.exe", new byte[2 << 20], 422, "unsupported_type"),
                Arguments.of("noending", OrdinaryFiles.bytes("x"), 422, "unsupported_type"),
                Arguments.of("a.pdf", HostileFiles.png(), 422, "type_mismatch"),
                Arguments.of("a.docx", OrdinaryFiles.pdf("x"), 422, "type_mismatch"),
                Arguments.of("a.txt", OrdinaryFiles.docx("x"), 422, "type_mismatch"),
                Arguments.of("a.md", HostileFiles.png(), 422, "type_mismatch"));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("refused")
    void refusesAtTheDoor(String name, byte[] file, int status, String code) {
        int before = listed(LETA).size();

        var reply = admin.uploads(LETA, name, file).expecting(status);

        assertThat(reply.text("code")).isEqualTo(code);
        assertThat(reply.json().path("success").asBoolean(true)).isFalse();
        assertThat(admin.streams(LETA, name, new ByteArrayInputStream(file))
                        .expecting(status)
                        .text("code"))
                .isEqualTo(code);
        assertThat(listed(LETA)).hasSize(before);
        Awaitility.await().until(() -> process.count("document_files") == 0 && process.count("open_documents") == 0);
    }

    @Test
    void needsAFile() {
        var path = "/chatbots/leta/documents";
        var form = "multipart/form-data; boundary=a-boundary-of-forms";
        var end = "x\r\n--a-boundary-of-forms--\r\n";

        admin.posts(path, "application/json", BodyPublishers.ofString("{}")).expecting(400);
        admin.posts(path, form, BodyPublishers.noBody()).expecting(400);
        admin.posts(path, form, BodyPublishers.ofString(Admin.partOf("other", "a.txt") + end))
                .expecting(400);
        admin.posts(
                        path,
                        form,
                        BodyPublishers.ofString("--a-boundary-of-forms\r\n"
                                + "Content-Disposition: form-data; name=\"file\"\r\n\r\n" + end))
                .expecting(400);
        admin.posts(path, form, BodyPublishers.ofString("no boundary anywhere")).expecting(400);
        admin.posts(path, form, BodyPublishers.ofString(Admin.partOf("file", "a.txt") + "cut o"))
                .expecting(400);
        admin.posts(path, "multipart/form-data", BodyPublishers.ofString(Admin.partOf("file", "a.txt") + end))
                .expecting(400);
        admin.posts(
                        path,
                        form,
                        BodyPublishers.ofString(Admin.partOf("file", "a.txt") + UUID.randomUUID() + "\r\n"
                                + Admin.partOf("file", "b.txt") + end))
                .expecting(400);
        Awaitility.await().until(() -> process.count("document_files") == 0 && process.count("open_documents") == 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Disposition: form-data; filename=\"a.txt\"",
                "Content-Disposition: form-data; name=\"file\"; filename*=UTF-8''%GG",
                "Content-Disposition: form-data; name=",
                "Content-Disposition: ;;;",
                "Content-Disposition: form-data; name=\"file",
                "Content-Type: no/type/at/all\r\nContent-Disposition: form-data; name=\"file\"",
                "Content-Type: ;\r\nContent-Disposition: form-data; name=\"other\"; filename=\"a.txt\"",
                "Content-Length: minus one",
                "no header at all",
                ": nameless",
                ""
            })
    void refusesFormsThatNobodyCanRead(String headers) {
        var body = "--a-boundary-of-forms\r\n" + headers + "\r\n\r\nx\r\n--a-boundary-of-forms--\r\n";

        assertThat(admin.posts(
                                "/chatbots/leta/documents",
                                "multipart/form-data; boundary=a-boundary-of-forms",
                                BodyPublishers.ofString(body))
                        .expecting(400)
                        .text("code"))
                .isEqualTo("bad_request");
    }

    @Test
    void passesOverNoMoreThanItMust() {
        int before = listed(LETA).size();
        var form = "multipart/form-data; boundary=a-boundary-of-forms";

        admin.posts(
                        "/chatbots/leta/documents",
                        form,
                        BodyPublishers.concat(
                                BodyPublishers.ofString(Admin.partOf("other", "a.txt")),
                                BodyPublishers.ofByteArray(new byte[60 << 20]),
                                BodyPublishers.ofString("\r\n" + Admin.partOf("file", "a.txt") + UUID.randomUUID()
                                        + "\r\n--a-boundary-of-forms--\r\n")))
                .expecting(400);

        assertThat(listed(LETA)).hasSize(before);
    }

    @Test
    void listsPageByPage() {
        var owner = new Admin(process.url(), "t-" + UUID.randomUUID(), "admin");
        var ids = new ArrayDeque<String>();
        for (int i = 0; i < 5; i++) {
            ids.addFirst(owner.uploads(LETA, "a.txt", OrdinaryFiles.bytes("Page " + i))
                    .expecting(202)
                    .text("document_id"));
        }
        var path = "/chatbots/leta/documents?limit=2";

        var seen = new ArrayList<String>();
        var cursor = "";
        int pages = 0;
        do {
            var page = owner.gets(path + cursor).expecting(200).json();
            page.path("documents")
                    .forEach(found -> seen.add(found.path("document_id").asString()));
            assertThat(page.path("count").asInt())
                    .isEqualTo(page.path("documents").size());
            cursor = page.path("next_cursor").isNull()
                    ? ""
                    : "&cursor=" + page.path("next_cursor").asString();
            pages++;
        } while (!cursor.isEmpty());

        assertThat(seen).containsExactlyElementsOf(ids);
        assertThat(pages).isEqualTo(3);
        var all = owner.gets("/chatbots/leta/documents").expecting(200).json();
        assertThat(all.path("documents").size()).isEqualTo(5);
        assertThat(all.path("next_cursor").isNull()).isTrue();
        assertThat(owner.gets("/chatbots/leta/documents?limit=5")
                        .json()
                        .path("next_cursor")
                        .isNull())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"limit=0", "limit=201", "limit=x", "limit=", "cursor=x", "cursor=", "cursor=MS4yLg", "cursor=%00"
            })
    void refusesPagesThatThereAreNot(String query) {
        assertThat(admin.gets("/chatbots/leta/documents?" + query)
                        .expecting(400)
                        .text("code"))
                .isEqualTo("bad_request");
    }

    @Test
    void takesNoMoreDocumentsThanAChatbotMayHave() {
        try (var small = started("9", INDEX, "--parley.documents.most-documents=2")) {
            var owner = new Admin(small.url(), "t-" + UUID.randomUUID(), "admin");
            var first = owner.uploads(LETA, "a.txt", OrdinaryFiles.bytes("One."))
                    .expecting(202)
                    .text("document_id");
            owner.uploads(LETA, "a.txt", OrdinaryFiles.bytes("Two.")).expecting(202);

            var refused = owner.uploads(LETA, "a.txt", new byte[3 << 20]).expecting(409);

            assertThat(refused.text("code")).isEqualTo("too_many_documents");
            assertThat(owner.gets("/chatbots/leta/documents")
                            .json()
                            .path("count")
                            .asInt())
                    .isEqualTo(2);
            // Another tenant's chatbot is another one.
            new Admin(small.url(), "t-" + UUID.randomUUID(), "admin")
                    .uploads(LETA, "a.txt", OrdinaryFiles.bytes("One."))
                    .expecting(202);
            owner.deletes("/chatbots/leta/documents/" + first).expecting(204);
            owner.uploads(LETA, "a.txt", OrdinaryFiles.bytes("Three.")).expecting(202);
        }
    }

    static Stream<Arguments> harmful() {
        return Stream.of(
                harmful("a.docx", HostileFiles::zipBomb, "too_large"),
                harmful("a.pdf", HostileFiles::pdfOfObjects, "too_complex"),
                harmful("a.docx", HostileFiles::docxWithEntities, "forbidden_content"),
                harmful("a.pdf", HostileFiles::pdfWithPassword, "password_protected"),
                harmful("a.docx", HostileFiles::docxWithPassword, "password_protected"),
                harmful("a.docx", HostileFiles::spreadsheet, "type_mismatch"));
    }

    private static Arguments harmful(String name, Supplier<byte[]> file, String reason) {
        return Arguments.of(name, file, reason);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("harmful")
    void failsWhatHarmsWithAReason(String name, Supplier<byte[]> file, String reason) {
        var id = admin.uploads(LETA, name, file.get()).expecting(202).text("document_id");

        var document = admin.awaits(LETA, id);

        assertThat(document.path("status").asString()).isEqualTo("failed");
        assertThat(document.path("reason").asString()).isEqualTo(reason);
        assertThat(document.path("detail").asString()).endsWith(".");
        assertThat(document.has("passages")).isFalse();
        assertThat(stored(id)).isEmpty();
        admin.deletes("/chatbots/leta/documents/" + id).expecting(204);
    }

    @Test
    void goesOnAfterACrash() {
        var waiting = new Index() {
            @Override
            public Mono<Void> add(DocumentKey document, List<Passage> passages) {
                return Mono.never();
            }
        };
        var first = started("7", waiting);
        var file = OrdinaryFiles.bytes("Survives " + UUID.randomUUID());
        var id = adminOf(first).uploads(LETA, "a.txt", file).expecting(202).text("document_id");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> adminOf(first)
                        .gets("/chatbots/leta/documents/" + id)
                        .json()
                        .has("passages"));
        first.kill();
        var after = new Index();
        try (var again = started("7", after)) {
            var document = adminOf(again).awaits(LETA, id);

            assertThat(document.path("status").asString()).isEqualTo("ready");
            assertThat(after.found.getOrDefault(key(id), INDEX.found.getOrDefault(key(id), List.of())))
                    .hasSize(1);
        }
    }

    @Test
    void givesUpWhatFailsAgainAndAgain() {
        var broken = new Index() {
            @Override
            public Mono<Void> add(DocumentKey document, List<Passage> passages) {
                return Mono.error(new IllegalStateException("no index today"));
            }
        };
        try (var other = started("8", broken, "--parley.documents.attempts=1")) {
            var alone = new Admin(other.url(), TENANT, "admin");
            var file = OrdinaryFiles.bytes("Fails " + UUID.randomUUID());
            var id = alone.uploads(LETA, "a.txt", file).expecting(202).text("document_id");

            var document = alone.awaits(LETA, id);

            // Another replica may have been quicker, and that one can.
            assertThat(Optional.of(document.path("reason").asString("")))
                    .hasValueSatisfying(reason -> assertThat(reason).isIn("internal", ""));
        }
    }

    private static List<String> listed(String chatbot) {
        var listing =
                admin.gets("/chatbots/" + chatbot + "/documents").expecting(200).json();
        var ids = listing.path("documents")
                .valueStream()
                .map(document -> document.path("document_id").asString())
                .toList();
        assertThat(listing.path("count").asInt()).isEqualTo(ids.size());
        return ids;
    }

    private static List<StoredPassage> stored(String documentId) {
        return process.bean(Passages.class)
                .stored(key(documentId))
                .collectList()
                .block(PATIENCE);
    }

    private static List<String> found(Passages passages, String tenant, String chatbot, List<String> ids) {
        return passages.find(tenant, chatbot, ids)
                .map(found -> found.passage().id())
                .collectList()
                .block(PATIENCE);
    }

    private static Admin adminOf(CompletionProcess process) {
        return new Admin(process.url(), TENANT, "admin");
    }

    private static DocumentKey key(String documentId) {
        return new DocumentKey(TENANT, LETA, documentId);
    }
}
