package io.parley.completion.document;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The kinds of document that are taken. The name's ending says which one it is meant to be, the first bytes whether it
 * can be: nothing is guessed from the content alone, so a program named {@code manual.pdf} is never looked into.
 */
public enum DocumentKind {
    TEXT("text/plain", "txt text"),
    MARKDOWN("text/markdown", "md markdown"),
    HTML("text/html", "html htm xhtml"),
    PDF("application/pdf", "pdf"),
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx");

    /** How far into a PDF its header may begin (Adobe's reader takes as much). */
    private static final int PDF_HEADER_WITHIN = 1024;

    private static final byte[] PDF_HEADER = ascii("%PDF-");
    private static final byte[] ZIP_HEADER = {'P', 'K', 3, 4};
    private static final byte[] OLE_HEADER = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};

    /** Beginnings of what is surely no text. */
    private static final List<byte[]> NO_TEXT = List.of(
            PDF_HEADER,
            ZIP_HEADER,
            OLE_HEADER,
            ascii("{\\rtf"),
            ascii("GIF8"),
            new byte[] {0x1F, (byte) 0x8B},
            new byte[] {0x7F, 'E', 'L', 'F'});

    private final String mediaType;
    private final String endings;

    /** @param endings of names, parted by spaces */
    DocumentKind(String mediaType, String endings) {
        this.mediaType = mediaType;
        this.endings = endings;
    }

    public String mediaType() {
        return mediaType;
    }

    public static DocumentKind ofMediaType(String mediaType) {
        return Arrays.stream(values())
                .filter(kind -> kind.mediaType.equals(mediaType))
                .findFirst()
                .orElseThrow();
    }

    /** What the ending of a name says, in any case; empty where it says nothing, or something that is not taken. */
    static Optional<DocumentKind> ofName(String name) {
        var ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(kind -> name.indexOf('.') >= 0
                        && List.of(kind.endings.split(" ", -1)).contains(ending))
                .findFirst();
    }

    /** Whether a file that begins so can be of this kind. A DOCX with a password is not a ZIP but an OLE container. */
    boolean mayBeginWith(byte[] start) {
        return switch (this) {
            case PDF -> indexOf(start, PDF_HEADER, PDF_HEADER_WITHIN) >= 0;
            case DOCX -> startsWith(start, ZIP_HEADER) || startsWith(start, OLE_HEADER);
            case TEXT, MARKDOWN, HTML ->
                NO_TEXT.stream().noneMatch(header -> startsWith(start, header))
                        && (isWide(start) || indexOf(start, new byte[] {0}, start.length) < 0);
        };
    }

    /** UTF-16 and UTF-32 with a byte order mark: there a zero byte is nothing odd. */
    private static boolean isWide(byte[] start) {
        return startsWith(start, new byte[] {(byte) 0xFF, (byte) 0xFE})
                || startsWith(start, new byte[] {(byte) 0xFE, (byte) 0xFF})
                || startsWith(start, new byte[] {0, 0, (byte) 0xFE, (byte) 0xFF});
    }

    private static boolean startsWith(byte[] start, byte[] header) {
        return indexOf(start, header, 1) == 0;
    }

    private static int indexOf(byte[] start, byte[] wanted, int within) {
        for (int at = 0; at < within && at + wanted.length <= start.length; at++) {
            if (Arrays.equals(start, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
