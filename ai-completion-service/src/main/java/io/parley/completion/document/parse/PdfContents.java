package io.parley.completion.document.parse;

import io.parley.completion.document.DocumentFault;
import io.parley.completion.document.DocumentRefused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Looks at a PDF before it is parsed: a list of objects that would fill the memory is seen without building it. */
final class PdfContents {

    /** A book of a thousand pages has some ten thousand. */
    private static final int MOST_OBJECTS = 250_000;

    /** Stands at the beginning and at the end of each. */
    private static final byte[] OBJECT = "obj".getBytes(StandardCharsets.US_ASCII);

    private PdfContents() {}

    static void check(Path file) throws IOException {
        if (ByteSearch.countIn(file, OBJECT) > 2 * MOST_OBJECTS) {
            throw new DocumentRefused(DocumentFault.TOO_COMPLEX);
        }
    }
}
