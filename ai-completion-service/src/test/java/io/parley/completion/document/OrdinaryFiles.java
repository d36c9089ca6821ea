package io.parley.completion.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/** Files as people have them. */
public final class OrdinaryFiles {

    private static final String WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    private OrdinaryFiles() {}

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Each text on a page of its own. */
    public static byte[] pdf(String... pages) {
        try (var pdf = new PDDocument();
                var bytes = new ByteArrayOutputStream()) {
            for (var text : pages) {
                addPage(pdf, text);
            }
            pdf.save(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void addPage(PDDocument pdf, String text) throws IOException {
        var page = new PDPage();
        pdf.addPage(page);
        try (var content = new PDPageContentStream(pdf, page)) {
            content.beginText();
            content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 11);
            content.newLineAtOffset(50, 700);
            content.setLeading(14);
            for (var line : text.split("\n", -1)) {
                content.showText(line);
                content.newLine();
            }
            content.endText();
        }
    }

    /** @param paragraphs those that begin with {@code #} are headings */
    public static byte[] docx(String... paragraphs) {
        var body = new StringBuilder();
        for (var paragraph : paragraphs) {
            int level = 0;
            while (paragraph.charAt(level) == '#') {
                level++;
            }
            var style = level == 0 ? "" : "<w:pPr><w:pStyle w:val=\"Heading%d\"/></w:pPr>".formatted(level);
            body.append("<w:p>%s<w:r><w:t xml:space=\"preserve\">%s</w:t></w:r></w:p>"
                    .formatted(style, paragraph.substring(level).strip()));
        }
        return docxOf("<w:document xmlns:w=\"%s\"><w:body>%s</w:body></w:document>".formatted(WORD, body));
    }

    /** @param document the part that has the text, as it stands */
    public static byte[] docxOf(String document) {
        return zip(withParts(Map.of("word/document.xml", bytes(document))));
    }

    /** What a DOCX needs besides its text. */
    static Map<String, byte[]> withParts(Map<String, byte[]> parts) {
        var all = new java.util.LinkedHashMap<String, byte[]>();
        all.put("[Content_Types].xml", bytes("""
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                  <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
                  <Default Extension="xml" ContentType="application/xml"/>
                  <Override PartName="/word/document.xml"
                      ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
                  <Override PartName="/word/styles.xml"
                      ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
                </Types>
                """));
        all.put("_rels/.rels", bytes("""
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
                  <Relationship Id="rId1" Target="word/document.xml"
                      Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>
                </Relationships>
                """));
        all.put("word/_rels/document.xml.rels", bytes("""
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
                  <Relationship Id="rId1" Target="styles.xml"
                      Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/>
                </Relationships>
                """));
        var styles = new StringBuilder("<w:styles xmlns:w=\"%s\">".formatted(WORD));
        for (int level = 1; level <= 3; level++) {
            styles.append(
                    "<w:style w:type=\"paragraph\" w:styleId=\"Heading%d\"><w:name w:val=\"heading %d\"/></w:style>"
                            .formatted(level, level));
        }
        all.put("word/styles.xml", bytes(styles + "</w:styles>"));
        all.putAll(parts);
        return all;
    }

    static byte[] zip(Map<String, byte[]> parts) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** So many sentences, each of which is said once. */
    public static String sentences(int count) {
        var text = new StringBuilder();
        for (int number = 1; number <= count; number++) {
            text.append("Sentence number ").append(number).append(" is about parcels and how they travel. ");
        }
        return text.toString().strip();
    }
}
