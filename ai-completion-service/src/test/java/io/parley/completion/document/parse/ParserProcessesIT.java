package io.parley.completion.document.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.parley.completion.document.Block;
import io.parley.completion.document.DocumentFault;
import io.parley.completion.document.DocumentKind;
import io.parley.completion.document.DocumentProperties;
import io.parley.completion.document.DocumentRefused;
import io.parley.completion.document.HostileFiles;
import io.parley.completion.document.OrdinaryFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import reactor.core.publisher.Flux;

/** Files read in processes of their own, as the service does it. */
class ParserProcessesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ParserProcesses parsers = new ParserProcesses(properties(Map.of()), folders());

    @AfterEach
    void endProcesses() {
        parsers.close();
        Awaitility.await().until(() -> children().findAny().isEmpty());
    }

    @Test
    void findsParagraphsOfPlainText() {
        var blocks =
                parse(DocumentKind.TEXT, OrdinaryFiles.bytes("\uFEFF# No heading\r\nstill here\r\n\r\n \r\nTwo.\n"));

        assertThat(blocks)
                .extracting(Block::level, Block::page, block -> block.text().strip())
                .containsExactly(tuple(0, 0, "# No heading\nstill here"), tuple(0, 0, "Two."));
    }

    @Test
    void guessesTheEncodingOfOldTexts() {
        var text = "Größe und Übergröße der Schränke über den Türen, für Bäder und Küchen.\n".repeat(20);

        assertThat(parse(DocumentKind.TEXT, text.getBytes(StandardCharsets.ISO_8859_1))
                        .getFirst()
                        .text())
                .startsWith("Größe und Übergröße");
        assertThat(parse(DocumentKind.TEXT, ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE))
                        .getFirst()
                        .text())
                .startsWith("Größe und Übergröße");
    }

    @Test
    void findsHeadingsOfMarkdown() {
        var blocks = parse(DocumentKind.MARKDOWN, OrdinaryFiles.bytes("""
                ---
                layout: page
                ---
                # Returns #
                Send it
                back.

                ## Within a week
                ```sh
                # no heading

                echo
                ```
                Later
                -----
                For a *fee*.
                ####### seven
                """));

        assertThat(blocks)
                .extracting(Block::level, block -> block.text().strip())
                .containsExactly(
                        tuple(1, "Returns"),
                        tuple(0, "Send it\nback."),
                        tuple(2, "Within a week"),
                        tuple(0, "```sh\n# no heading\necho\n```"),
                        tuple(2, "Later"),
                        tuple(0, "For a *fee*.\n####### seven"));
    }

    @Test
    void takesARuleAtTheBeginningForNoMoreThanThat() {
        var blocks = parse(DocumentKind.MARKDOWN, OrdinaryFiles.bytes("---\n# Returns\nSend it back.\n"));

        assertThat(blocks)
                .extracting(Block::level, block -> block.text().strip())
                .containsExactly(tuple(1, "Returns"), tuple(0, "Send it back."));
    }

    @Test
    void findsHeadingsAndRowsOfHtml() {
        var blocks = parse(DocumentKind.HTML, OrdinaryFiles.bytes("""
                <!doctype html><html><head><title>T</title><style>p{}</style><script>var a = "<p>no</p>";</script></head>
                <body><nav>Home</nav><h1>Returns &amp; more</h1><div>Send <b>it</b>
                back.</div><div class="page">Now.</div>
                <script>alert("no")</script><template>no</template>
                <table><tr><th>Week</th><th>Fee</th></tr><tr><td><p>1</p></td><td>none</td></tr></table>
                <h2>Contact</h2>Write<br>to us.<img src="data:text/html,no"><iframe srcdoc="<p>no</p>"></iframe></body>
                """));

        assertThat(blocks)
                .extracting(
                        Block::level, Block::page, block -> block.text().strip().replaceAll("\\s+", " "))
                .containsExactly(
                        tuple(0, 0, "Home"),
                        tuple(1, 0, "Returns & more"),
                        tuple(0, 0, "Send it back."),
                        tuple(0, 0, "Now."),
                        tuple(0, 0, "Week | Fee"),
                        tuple(0, 0, "1 | none"),
                        tuple(2, 0, "Contact"),
                        tuple(0, 0, "Write to us."));
    }

    @Test
    void findsPagesOfPdfs() {
        var blocks = parse(DocumentKind.PDF, OrdinaryFiles.pdf("Send it\nback.", "Contact us."));

        assertThat(blocks)
                .extracting(
                        Block::level, Block::page, block -> block.text().strip().replaceAll("\\s+", " "))
                .containsExactly(tuple(0, 1, "Send it back."), tuple(0, 2, "Contact us."));
    }

    @Test
    void findsHeadingsOfDocx() {
        var blocks = parse(
                DocumentKind.DOCX,
                OrdinaryFiles.docx("# Returns", "Send it back.", "## Later", "For a fee &amp; a smile."));

        assertThat(blocks)
                .extracting(Block::level, Block::page, block -> block.text().strip())
                .containsExactly(
                        tuple(1, 0, "Returns"),
                        tuple(0, 0, "Send it back."),
                        tuple(2, 0, "Later"),
                        tuple(0, 0, "For a fee & a smile."));
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                hostile("zip bomb", DocumentKind.DOCX, HostileFiles::zipBomb, DocumentFault.TOO_LARGE),
                hostile("lying zip bomb", DocumentKind.DOCX, HostileFiles::lyingZipBomb, DocumentFault.TOO_LARGE),
                hostile("objects", DocumentKind.PDF, HostileFiles::pdfOfObjects, DocumentFault.TOO_COMPLEX),
                hostile(
                        "compressed objects",
                        DocumentKind.PDF,
                        HostileFiles::pdfOfCompressedObjects,
                        DocumentFault.TOO_COMPLEX,
                        DocumentFault.TIMED_OUT,
                        DocumentFault.BROKEN_FILE),
                hostile(
                        "pdf bomb",
                        DocumentKind.PDF,
                        HostileFiles::pdfBomb,
                        DocumentFault.TOO_COMPLEX,
                        DocumentFault.TIMED_OUT,
                        DocumentFault.NO_TEXT),
                hostile("entities", DocumentKind.DOCX, HostileFiles::docxWithEntities, DocumentFault.FORBIDDEN_CONTENT),
                hostile("password", DocumentKind.PDF, HostileFiles::pdfWithPassword, DocumentFault.PASSWORD_PROTECTED),
                hostile(
                        "password",
                        DocumentKind.DOCX,
                        HostileFiles::docxWithPassword,
                        DocumentFault.PASSWORD_PROTECTED),
                hostile("spreadsheet", DocumentKind.DOCX, HostileFiles::spreadsheet, DocumentFault.TYPE_MISMATCH),
                hostile("broken", DocumentKind.PDF, HostileFiles::brokenPdf, DocumentFault.BROKEN_FILE),
                hostile("broken", DocumentKind.DOCX, HostileFiles::brokenDocx, DocumentFault.BROKEN_FILE),
                hostile("picture", DocumentKind.PDF, () -> OrdinaryFiles.pdf("", ""), DocumentFault.NO_TEXT),
                hostile(
                        "noise",
                        DocumentKind.TEXT,
                        () -> new byte[100_000],
                        DocumentFault.TYPE_MISMATCH,
                        DocumentFault.NO_TEXT),
                hostile(
                        "much",
                        DocumentKind.TEXT,
                        () -> OrdinaryFiles.bytes("word ".repeat(1_000_000)),
                        DocumentFault.TOO_COMPLEX));
    }

    private static Arguments hostile(String name, DocumentKind kind, Supplier<byte[]> file, DocumentFault... faults) {
        return Arguments.of(name, kind, file, List.of(faults));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("hostile")
    void refusesWhatHarms(String name, DocumentKind kind, Supplier<byte[]> file, List<DocumentFault> faults) {
        var bytes = file.get();
        long begun = System.nanoTime();

        assertThatThrownBy(() -> parse(kind, bytes))
                .isInstanceOfSatisfying(
                        DocumentRefused.class,
                        refused -> assertThat(refused.fault()).isIn(faults));

        System.out.printf(
                "%s %s: %d bytes, settled after %d ms%n",
                kind,
                name,
                bytes.length,
                Duration.ofNanos(System.nanoTime() - begun).toMillis());
        // The next file is read as if nothing had been.
        assertThat(parse(DocumentKind.TEXT, OrdinaryFiles.bytes("Hello."))).hasSize(1);
    }

    @Test
    void readsDeepHtmlOrGivesItUp() {
        try {
            assertThat(parse(DocumentKind.HTML, HostileFiles.deepHtml())
                            .getLast()
                            .text())
                    .contains("deep");
        } catch (DocumentRefused refused) {
            assertThat(refused.fault()).isIn(DocumentFault.TOO_COMPLEX, DocumentFault.TIMED_OUT);
        }
    }

    @Test
    void keepsAProcessForTheSameTenantAlone() {
        parse(DocumentKind.TEXT, OrdinaryFiles.bytes("One."));
        var first = children().toList();

        parse(DocumentKind.TEXT, OrdinaryFiles.bytes("Two."));
        assertThat(children()).containsExactlyElementsOf(first);

        parsers.parse("other", DocumentKind.TEXT, Flux.just(OrdinaryFiles.bytes("Three.")))
                .block(PATIENCE);
        assertThat(children()).hasSize(2).containsAll(first);

        parsers.parse("third", DocumentKind.TEXT, Flux.just(OrdinaryFiles.bytes("Four.")))
                .block(PATIENCE);
        Awaitility.await().until(() -> children().count() == 2);
    }

    @Test
    void usesTheProcessThatWasExpected() {
        parsers.expect("default");
        Awaitility.await().until(() -> children().count() == 1);
        var expected = children().toList();
        parsers.expect("default");

        parse(DocumentKind.TEXT, OrdinaryFiles.bytes("One."));

        assertThat(children()).containsExactlyElementsOf(expected);
    }

    @Test
    void endsAProcessThatIsNotNeeded() {
        try (var hasty = new ParserProcesses(properties(Map.of("parley.documents.parser-idle", "100ms")), folders())) {
            hasty.parse("default", DocumentKind.TEXT, Flux.just(OrdinaryFiles.bytes("One.")))
                    .block(PATIENCE);

            Awaitility.await().until(() -> children().findAny().isEmpty());
        }
    }

    @Test
    void triesAgainWhatAKilledProcessDidNotRead() {
        parse(DocumentKind.TEXT, OrdinaryFiles.bytes("One."));
        var file = Flux.just(OrdinaryFiles.bytes("Two."))
                .doOnSubscribe(_ -> children().forEach(child -> {
                    child.destroyForcibly();
                    child.onExit().join();
                }));

        assertThatThrownBy(
                        () -> parsers.parse("default", DocumentKind.TEXT, file).block(PATIENCE))
                .isNotInstanceOf(DocumentRefused.class);
        assertThat(parse(DocumentKind.TEXT, OrdinaryFiles.bytes("Two."))).hasSize(1);
    }

    @Test
    void endsTheProcessOfWhoeverIsNoLongerInterested() {
        var never = Flux.<byte[]>never();
        var reading = parsers.parse("default", DocumentKind.TEXT, never).subscribe();
        Awaitility.await().until(() -> children().count() == 1);

        reading.dispose();

        Awaitility.await().until(() -> children().findAny().isEmpty());
    }

    /** Neither keys nor anything else of the environment, and no more memory than it is given. */
    @Test
    void givesAProcessNothingOfItsOwn() {
        parse(DocumentKind.TEXT, OrdinaryFiles.bytes("One."));

        var process = children().findFirst().orElseThrow();

        assertThat(file(process, "environ")).isEmpty();
        assertThat(file(process, "cmdline")).contains("-Xmx96m");
    }

    private static String file(ProcessHandle process, String name) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In pieces, as they come from the database. */
    private List<Block> parse(DocumentKind kind, byte[] file) {
        var at = new AtomicLong();
        var pieces = Flux.<byte[]>generate(sink -> {
            int from = (int) at.get();
            if (from >= file.length) {
                sink.complete();
            } else {
                int to = Math.min(file.length, from + (1 << 20));
                at.set(to);
                sink.next(Arrays.copyOfRange(file, from, to));
            }
        });
        return parsers.parse("default", kind, pieces).block(PATIENCE);
    }

    private static Stream<ProcessHandle> children() {
        return ProcessHandle.current().children().filter(child -> folder(child).contains("parley-parser-"));
    }

    private static String folder(ProcessHandle process) {
        try {
            return Path.of("/proc", Long.toString(process.pid()), "cwd")
                    .toRealPath()
                    .toString();
        } catch (IOException gone) {
            return "";
        }
    }

    private static ParserFolders folders() {
        try {
            return ParserFolders.open(Path.of(System.getProperty("java.io.tmpdir")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DocumentProperties properties(Map<String, String> set) {
        return new Binder(new MapConfigurationPropertySource(set))
                .bindOrCreate("parley.documents", DocumentProperties.class);
    }
}
