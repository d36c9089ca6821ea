package io.parley.completion.key.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/** Master keys for tests. */
public final class Masters {

    private Masters() {}

    /** A key of this version, as a line of a file; the same for the same version. */
    public static String line(int version) {
        return version + " " + key(version) + "\n";
    }

    public static String key(int version) {
        var bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) version);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A file of random keys of these versions, for its owner alone. */
    public static Path file(Path directory, int... versions) {
        var text = new StringBuilder();
        for (int version : versions) {
            text.append(version)
                    .append(' ')
                    .append(Base64.getUrlEncoder().encodeToString(AesGcm.newKey()))
                    .append('\n');
        }
        return file(directory, text.toString());
    }

    public static Path file(Path directory, String text) {
        try {
            var file = directory.resolve("master.keys");
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static HeldMasterKeys held(Path file) {
        return HeldMasterKeys.of(new MasterKeyFile(file), "");
    }
}
