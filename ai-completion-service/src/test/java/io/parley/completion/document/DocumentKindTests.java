package io.parley.completion.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentKindTests {

    @ParameterizedTest
    @CsvSource({"a.txt, TEXT", "a.MD, MARKDOWN", "a.markdown, MARKDOWN", "a.htm, HTML", "a.b.Pdf, PDF", "a.docx, DOCX"})
    void isToldByTheEnding(String name, DocumentKind kind) {
        assertThat(DocumentKind.ofName(name)).contains(kind);
        assertThat(DocumentKind.ofMediaType(kind.mediaType())).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.exe", "a.doc", "txt", "pdf", "a.", "a.docm", "a.pdf.exe"})
    void isUnknownForAllElse(String name) {
        assertThat(DocumentKind.ofName(name)).isEmpty();
    }

    @Test
    void agreesWithItsFirstBytes() {
        assertThat(DocumentKind.PDF.mayBeginWith(OrdinaryFiles.pdf("x"))).isTrue();
        assertThat(DocumentKind.PDF.mayBeginWith(OrdinaryFiles.bytes("\n\n%PDF-1.4")))
                .isTrue();
        assertThat(DocumentKind.PDF.mayBeginWith(OrdinaryFiles.bytes("hello"))).isFalse();
        assertThat(DocumentKind.DOCX.mayBeginWith(OrdinaryFiles.docx("x"))).isTrue();
        assertThat(DocumentKind.DOCX.mayBeginWith(OrdinaryFiles.pdf("x"))).isFalse();
        assertThat(DocumentKind.TEXT.mayBeginWith(OrdinaryFiles.bytes("hello"))).isTrue();
        assertThat(DocumentKind.TEXT.mayBeginWith("\uFEFFhello".getBytes(StandardCharsets.UTF_16LE)))
                .isTrue();
        assertThat(DocumentKind.TEXT.mayBeginWith(OrdinaryFiles.docx("x"))).isFalse();
        assertThat(DocumentKind.HTML.mayBeginWith(HostileFiles.png())).isFalse();
        assertThat(DocumentKind.MARKDOWN.mayBeginWith(OrdinaryFiles.pdf("x"))).isFalse();
    }
}
