package io.parley.completion.document.parse;

import io.parley.completion.document.DocumentFault;
import io.parley.completion.document.DocumentKind;
import io.parley.completion.document.DocumentRefused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.html.HtmlMapper;
import org.apache.tika.parser.html.JSoupParser;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/** Reads a file of a kind that is known, with the one parser of Tika that is for it; nothing within it is opened. */
final class FileParsers {

    /** Bytes that PDFBox keeps of a PDF's streams in memory; more goes to its folder. */
    private static final long PDF_MEMORY = 16L << 20;

    private final Parser html = new JSoupParser();
    private final Parser pdf = new PDFParser();
    private final Parser docx = new OOXMLParser();

    FileParsers() throws IOException {
        FontMappers.set(new BundledFonts());
    }

    /** @throws DocumentRefused with what is wrong with the file, where something is */
    void parse(DocumentKind kind, Path file, BlockSink sink) {
        try {
            switch (kind) {
                case TEXT, MARKDOWN -> parseLines(file, sink, kind == DocumentKind.MARKDOWN);
                case HTML -> parse(html, file, sink);
                case PDF -> {
                    PdfContents.check(file);
                    parse(pdf, file, sink);
                }
                case DOCX -> {
                    DocxContents.check(file);
                    parse(docx, file, sink);
                }
            }
        } catch (EncryptedDocumentException e) {
            throw new DocumentRefused(DocumentFault.PASSWORD_PROTECTED);
        } catch (TikaException | SAXException | IOException | RuntimeException failure) {
            // A PDF has its pages one by one: where one cannot be read, the others can.
            if (kind != DocumentKind.PDF || !sink.hasText() || sink.fault() != null) {
                throw refused(failure, sink);
            }
        } catch (StackOverflowError e) {
            throw new DocumentRefused(DocumentFault.TOO_COMPLEX);
        }
        if (!sink.hasText()) {
            throw new DocumentRefused(DocumentFault.NO_TEXT);
        }
    }

    private static void parseLines(Path file, BlockSink sink, boolean isMarkdown) throws IOException {
        try (var lines = TextLines.of(file)) {
            new MarkdownBlocks(sink, isMarkdown).read(lines);
        }
    }

    private static void parse(Parser parser, Path file, BlockSink sink)
            throws IOException, TikaException, SAXException {
        try (var content = TikaInputStream.get(file)) {
            parser.parse(content, new XhtmlBlocks(sink), new Metadata(), context());
        }
    }

    private static DocumentRefused refused(Exception failure, BlockSink sink) {
        var fault = sink.fault();
        if (fault != null) {
            return new DocumentRefused(fault);
        }
        return failure instanceof DocumentRefused refused ? refused : new DocumentRefused(DocumentFault.BROKEN_FILE);
    }

    private static ParseContext context() {
        var context = new ParseContext();
        context.set(EmbeddedDocumentExtractor.class, new Unopened());
        context.set(HtmlMapper.class, new ReadElements());
        context.set(PDFParserConfig.class, pdfConfig());
        context.set(OfficeParserConfig.class, officeConfig());
        return context;
    }

    private static PDFParserConfig pdfConfig() {
        var config = new PDFParserConfig();
        config.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
        config.setMaxMainMemoryBytes(PDF_MEMORY);
        // Bookmarks repeat the headings after the last page.
        config.setExtractBookmarksText(false);
        config.setExtractActions(false);
        return config;
    }

    private static OfficeParserConfig officeConfig() {
        var config = new OfficeParserConfig();
        // Reads event by event; the other way builds the whole document in memory.
        config.setUseSAXDocxExtractor(true);
        config.setIncludeDeletedContent(false);
        config.setIncludeHeadersAndFooters(false);
        config.setExtractMacros(false);
        return config;
    }

    /** Attachments, pictures and whatever else lies within a document. */
    private static final class Unopened implements EmbeddedDocumentExtractor {

        @Override
        public boolean shouldParseEmbedded(Metadata metadata) {
            return false;
        }

        @Override
        public void parseEmbedded(InputStream content, ContentHandler handler, Metadata metadata, boolean outputHtml) {
            // shouldParseEmbedded says never
        }
    }

    /** Which elements of HTML are passed on, and which are left out with all that is in them. */
    private static final class ReadElements implements HtmlMapper {

        @Override
        public @Nullable String mapSafeElement(String name) {
            var element = name.toLowerCase(Locale.ROOT);
            boolean matters = XhtmlBlocks.isHeading(element)
                    || XhtmlBlocks.CELLS.contains(element)
                    || XhtmlBlocks.PARAGRAPHS.contains(element)
                    || element.equals("br");
            return matters ? element : null;
        }

        @Override
        public boolean isDiscardElement(String name) {
            return XhtmlBlocks.UNREAD.contains(name.toLowerCase(Locale.ROOT));
        }

        /** A page of a PDF is told from other elements by its class; in HTML nobody's class means that. */
        @Override
        public @Nullable String mapSafeAttribute(String elementName, String attributeName) {
            return null;
        }
    }
}
