package io.parley.completion.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentNameTests {

    @ParameterizedTest
    @CsvSource({
        "manual.pdf, manual.pdf",
        "../../etc/passwd.txt, passwd.txt",
        "C:\\Users\\ann\\manual.pdf, manual.pdf",
        "/manual.pdf, manual.pdf",
        "'  my   manual .md ', my manual .md",
        "Übersicht 日本.docx, Übersicht 日本.docx",
        "'', document",
        ".., document..",
        "folder/, document",
        ".txt, document.txt"
    })
    void keepsTheNameAlone(String given, String kept) {
        assertThat(DocumentName.cleaned(given)).isEqualTo(kept);
    }

    @Test
    void dropsWhatIsNotSeen() {
        assertThat(DocumentName.cleaned("a\u0000b\r\nc\u202Efdp.exe.txt\u200B")).isEqualTo("abcfdp.exe.txt");
        assertThat(DocumentName.cleaned("\uD83Dx.txt")).isEqualTo("x.txt");
    }

    @Test
    void shortensButKeepsTheEnding() {
        var name = DocumentName.cleaned("\uD83D\uDE00".repeat(400) + ".pdf");

        assertThat(name).endsWith("\uD83D\uDE00.pdf");
        assertThat(name.codePointCount(0, name.length())).isEqualTo(255);
    }
}
