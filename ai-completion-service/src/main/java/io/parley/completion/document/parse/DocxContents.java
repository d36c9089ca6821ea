package io.parley.completion.document.parse;

import io.parley.completion.document.DocumentFault;
import io.parley.completion.document.DocumentRefused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Looks into a DOCX before anything else does: how many parts it has, what they unpack to, and that none of them defines
 * entities. Parts of XML are unpacked for it, because what a ZIP says of its sizes is what its maker wanted it to say.
 */
final class DocxContents {

    private static final int MOST_PARTS = 5_000;

    /** Bytes that all XML of a document unpacks to; about forty times what the longest text needs. */
    private static final long MOST_XML = 64L << 20;

    /** Bytes that a part says it unpacks to; pictures are never unpacked. */
    private static final long LARGEST_PART = 128L << 20;

    private static final String TYPES = "[Content_Types].xml";
    private static final int LARGEST_TYPES = 1 << 20;

    /** Of documents and templates, with and without macros (ECMA-376 part 1, 11.3.10). */
    private static final String MAIN_PART = ".main+xml";

    private static final byte[] DEFINITION = "<!DOCTYPE".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ENCRYPTED = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);
    private static final int[] ZIP = {'P', 'K', 3, 4};

    private long unpacked;

    private DocxContents() {}

    /** @throws DocumentRefused where the file is not to be read */
    static void check(Path file) throws IOException {
        if (!isZip(file)) {
            // An OLE container: Word encrypts into one, and before 2007 it was Word's own format.
            throw new DocumentRefused(
                    contains(file, ENCRYPTED) ? DocumentFault.PASSWORD_PROTECTED : DocumentFault.TYPE_MISMATCH);
        }
        try (var zip = new ZipFile(file.toFile())) {
            new DocxContents().check(zip);
        } catch (ZipException e) {
            throw new DocumentRefused(DocumentFault.BROKEN_FILE);
        }
    }

    private void check(ZipFile zip) throws IOException {
        if (zip.size() > MOST_PARTS) {
            throw new DocumentRefused(DocumentFault.TOO_COMPLEX);
        }
        if (!isWord(zip)) {
            throw new DocumentRefused(DocumentFault.TYPE_MISMATCH);
        }
        for (var parts = zip.entries(); parts.hasMoreElements(); ) {
            check(zip, parts.nextElement());
        }
    }

    private static boolean isWord(ZipFile zip) throws IOException {
        var types = zip.getEntry(TYPES);
        if (types == null) {
            return false;
        }
        try (var content = zip.getInputStream(types)) {
            var text = new String(content.readNBytes(LARGEST_TYPES), StandardCharsets.UTF_8);
            return text.contains("word") && text.contains(MAIN_PART);
        }
    }

    private void check(ZipFile zip, ZipEntry part) throws IOException {
        if (part.getSize() > LARGEST_PART) {
            throw new DocumentRefused(DocumentFault.TOO_LARGE);
        }
        var name = part.getName().toLowerCase(Locale.ROOT);
        if (name.endsWith(".xml") || name.endsWith(".rels") || name.endsWith(".vml")) {
            try (var content = zip.getInputStream(part)) {
                readThrough(content);
            }
        }
    }

    private void readThrough(InputStream content) throws IOException {
        var search = new ByteSearch(DEFINITION, true);
        var bytes = new byte[1 << 16];
        for (int length = content.read(bytes); length >= 0; length = content.read(bytes)) {
            unpacked += length;
            if (unpacked > MOST_XML) {
                throw new DocumentRefused(DocumentFault.TOO_LARGE);
            }
            if (search.count(bytes, length) > 0) {
                throw new DocumentRefused(DocumentFault.FORBIDDEN_CONTENT);
            }
        }
    }

    private static boolean isZip(Path file) throws IOException {
        try (var content = Files.newInputStream(file)) {
            for (int expected : ZIP) {
                if (content.read() != expected) {
                    return false;
                }
            }
            return true;
        }
    }

    private static boolean contains(Path file, byte[] wanted) throws IOException {
        return ByteSearch.countIn(file, wanted) > 0;
    }
}
