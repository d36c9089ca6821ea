package io.parley.local.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipFile;

/** A short name for content. A jar's comes from the checksums in its own table of contents, so hundreds of megabytes need not be read. */
final class Fingerprint {
    static final int LENGTH = 16;

    private Fingerprint() {}

    static String ofJars(List<Path> jars) throws IOException {
        var contents = new ArrayList<String>();
        for (var jar : jars) {
            contents.add(jar.getFileName().toString());
            try (var zip = new ZipFile(jar.toFile())) {
                zip.stream()
                        .forEach(entry -> contents.add(entry.getName() + " " + entry.getSize() + " " + entry.getCrc()));
            }
        }
        return of(contents);
    }

    static String of(List<String> lines) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var line : lines) {
                digest.update(line.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) '\n');
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
