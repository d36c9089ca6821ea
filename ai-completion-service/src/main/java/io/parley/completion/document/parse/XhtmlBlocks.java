package io.parley.completion.document.parse;

import io.parley.completion.document.DocumentFault;
import java.util.Locale;
import java.util.Set;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/** Makes blocks of the XHTML that Tika gives for every kind of file: headings, paragraphs, rows of tables, pages. */
final class XhtmlBlocks extends DefaultHandler {

    /** What begins and ends a paragraph of its own. */
    static final Set<String> PARAGRAPHS = Set.of(
            "p",
            "div",
            "li",
            "dt",
            "dd",
            "pre",
            "blockquote",
            "tr",
            "table",
            "ul",
            "ol",
            "dl",
            "caption",
            "figcaption",
            "section",
            "article",
            "header",
            "footer",
            "main",
            "aside",
            "nav",
            "address",
            "details",
            "summary",
            "hr",
            "form",
            "fieldset",
            "body");

    static final Set<String> CELLS = Set.of("td", "th");

    /** What nobody reads. */
    static final Set<String> UNREAD = Set.of("head", "script", "style", "noscript", "template");

    /** With text on them they would make more passages than a document has. */
    private static final int MOST_PAGES = 5_000;

    private static final String BETWEEN_CELLS = " | ";

    private final BlockSink sink;
    private final StringBuilder text = new StringBuilder();
    private int unread;
    private int cells;
    private int verbatim;
    private int level;
    private int page;

    /** Whether the open text has more than spaces. */
    private boolean inked;

    XhtmlBlocks(BlockSink sink) {
        this.sink = sink;
    }

    static boolean isHeading(String name) {
        return name.length() == 2 && name.charAt(0) == 'h' && name.charAt(1) >= '1' && name.charAt(1) <= '6';
    }

    @Override
    public void startElement(String uri, String localName, String qualifiedName, Attributes attributes) {
        var name = name(localName, qualifiedName);
        if (unread > 0 || UNREAD.contains(name)) {
            unread++;
        } else if (isHeading(name)) {
            flush();
            level = name.charAt(1) - '0';
        } else if (CELLS.contains(name)) {
            cells++;
            if (inked) {
                text.append(BETWEEN_CELLS);
            }
        } else if (name.equals("br")) {
            text.append('\n');
        } else if (PARAGRAPHS.contains(name)) {
            startParagraph(name, attributes);
        }
    }

    private void startParagraph(String name, Attributes attributes) {
        paragraph(name);
        if (name.equals("pre")) {
            verbatim++;
        }
        if (name.equals("div") && "page".equals(attributes.getValue("class"))) {
            page++;
            if (page > MOST_PAGES) {
                throw sink.refused(DocumentFault.TOO_COMPLEX);
            }
            sink.alive();
        }
    }

    @Override
    public void endElement(String uri, String localName, String qualifiedName) {
        var name = name(localName, qualifiedName);
        if (unread > 0) {
            unread--;
        } else if (isHeading(name)) {
            flush();
            level = 0;
        } else if (CELLS.contains(name)) {
            cells = Math.max(0, cells - 1);
        } else if (PARAGRAPHS.contains(name)) {
            verbatim = name.equals("pre") ? Math.max(0, verbatim - 1) : verbatim;
            paragraph(name);
        }
    }

    /** A table is read by rows: what is a paragraph within a cell parts nothing but words. */
    private void paragraph(String name) {
        if (cells == 0 || name.equals("tr")) {
            flush();
        } else {
            text.append(' ');
        }
    }

    @Override
    public void characters(char[] characters, int start, int length) {
        if (unread > 0) {
            return;
        }
        for (int at = start; at < start + length; at++) {
            char character = characters[at];
            text.append(verbatim == 0 && character < ' ' ? ' ' : character);
            inked |= character > ' ';
        }
        if (text.length() > BlockSink.LONGEST) {
            flush();
        }
    }

    @Override
    public void ignorableWhitespace(char[] characters, int start, int length) {
        characters(characters, start, length);
    }

    @Override
    public void endDocument() {
        flush();
    }

    private void flush() {
        sink.add(level, page, text.toString());
        text.setLength(0);
        inked = false;
    }

    private static String name(String localName, String qualifiedName) {
        return (localName.isEmpty() ? qualifiedName : localName).toLowerCase(Locale.ROOT);
    }
}
