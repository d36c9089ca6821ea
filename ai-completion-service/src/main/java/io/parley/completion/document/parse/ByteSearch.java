package io.parley.completion.document.parse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counts how often some bytes stand in others that come piece by piece. */
final class ByteSearch {

    private final byte[] wanted;
    private final boolean passOverZeros;
    private int matched;
    private int count;

    /** @param passOverZeros finds ASCII in UTF-16 and UTF-32, too */
    ByteSearch(byte[] wanted, boolean passOverZeros) {
        this.wanted = wanted;
        this.passOverZeros = passOverZeros;
    }

    static int countIn(Path file, byte[] wanted) throws IOException {
        var search = new ByteSearch(wanted, false);
        var bytes = new byte[1 << 16];
        try (var content = Files.newInputStream(file)) {
            for (int length = content.read(bytes); length >= 0; length = content.read(bytes)) {
                var _ = search.count(bytes, length);
            }
        }
        return search.count;
    }

    /** How many there are up to here. What is looked for begins nowhere within itself but at its first byte. */
    int count(byte[] bytes, int length) {
        for (int at = 0; at < length; at++) {
            if (passOverZeros && bytes[at] == 0) {
                continue;
            }
            if (bytes[at] == wanted[matched]) {
                matched++;
            } else {
                matched = bytes[at] == wanted[0] ? 1 : 0;
            }
            if (matched == wanted.length) {
                matched = 0;
                count++;
            }
        }
        return count;
    }
}
