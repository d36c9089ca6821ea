package io.parley.completion.document.parse;

import io.parley.completion.document.DocumentFault;
import io.parley.completion.document.DocumentRefused;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.txt.Icu4jEncodingDetector;
import org.jspecify.annotations.Nullable;

/** The lines of a text file, whatever it is encoded in; very long ones in pieces. */
final class TextLines implements AutoCloseable {

    /** One character in so many may be none; more, and the file is something else than text. */
    private static final int ODD_ONE_IN = 100;

    private static final int SAMPLE = 100_000;
    private static final char REPLACEMENT = '\uFFFD';
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final BufferedReader reader;
    private long seen;
    private long odd;
    private int pushedBack = -1;

    private TextLines(Reader reader) {
        this.reader = new BufferedReader(reader);
    }

    static TextLines of(Path file) throws IOException {
        return new TextLines(new InputStreamReader(Files.newInputStream(file), encoding(file)));
    }

    /** UTF-8 where the file is valid UTF-8, which other texts hardly ever are; else what the bytes look most like. */
    private static Charset encoding(Path file) throws IOException {
        try (var strict = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            var _ = strict.transferTo(Writer.nullWriter());
            return StandardCharsets.UTF_8;
        } catch (CharacterCodingException _) {
            try (var bytes = new BufferedInputStream(Files.newInputStream(file))) {
                var detected = new Icu4jEncodingDetector().detect(bytes, new Metadata());
                return detected == null ? StandardCharsets.ISO_8859_1 : detected;
            }
        }
    }

    /**
     * The next line, or piece of one, without its end; null after the last one.
     *
     * @throws DocumentRefused where this is no text
     */
    @Nullable String next() throws IOException {
        var line = new StringBuilder();
        int character = read();
        if (character < 0) {
            return null;
        }
        while (character >= 0 && character != '\n' && character != '\r') {
            line.append((char) character);
            if (line.length() >= BlockSink.LONGEST && !Character.isHighSurrogate((char) character)) {
                return line.toString();
            }
            character = read();
        }
        if (character == '\r') {
            int following = read();
            pushedBack = following == '\n' ? -1 : following;
        }
        return line.toString();
    }

    private int read() throws IOException {
        int character = pushedBack;
        pushedBack = -1;
        if (character >= 0) {
            return character;
        }
        do {
            character = reader.read();
        } while (character == BYTE_ORDER_MARK);
        count(character);
        return character;
    }

    private void count(int character) {
        if (character < 0 || seen >= SAMPLE) {
            return;
        }
        seen++;
        if (character == REPLACEMENT || (Character.isISOControl(character) && !Character.isWhitespace(character))) {
            odd++;
            if (odd > 10 && odd * ODD_ONE_IN > seen) {
                throw new DocumentRefused(DocumentFault.TYPE_MISMATCH);
            }
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
