package io.parley.local.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * The keys a suite runs with. The gateway signs internal tokens with the private set, services verify with the public one;
 * outside tokens from {@code ./parley token} are signed with the secret.
 *
 * @param internal a JWK Set with private EC keys, the first of which signs
 * @param internalPublic the same keys without their private halves
 */
public record SuiteKeys(Path internal, Path internalPublic, String tokenSecret) {
    /** Also where {@code ./parley token} looks. */
    public static final String SECRET_FILE = "keys/jwt.secret";

    private static final int SECRET_BYTES = 32;

    /** What the person brings along is used as it is; the rest is read from the data directory, and made where it is missing. */
    public static SuiteKeys of(Path dataDirectory, Optional<Path> ownInternalKeys, Optional<String> ownSecret)
            throws IOException {
        var directory = dataDirectory.resolve("keys");
        Files.createDirectories(directory);
        var internal = directory.resolve("internal.jwks");
        if (ownInternalKeys.isPresent()) {
            internal = ownInternalKeys.get();
        } else if (Files.notExists(internal)) {
            write(internal, generated().toString(false));
        }
        var internalPublic = directory.resolve("internal-public.jwks");
        write(internalPublic, publicHalvesOf(internal));
        return new SuiteKeys(
                internal, internalPublic, ownSecret.isPresent() ? ownSecret.get() : secretIn(dataDirectory));
    }

    private static String secretIn(Path dataDirectory) throws IOException {
        var file = dataDirectory.resolve(SECRET_FILE);
        if (Files.notExists(file)) {
            var bytes = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(bytes);
            write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        }
        return Files.readString(file).strip();
    }

    private static JWKSet generated() {
        try {
            return new JWKSet(new ECKeyGenerator(Curve.P_256)
                    .keyID(UUID.randomUUID().toString())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .generate());
        } catch (JOSEException everyJdkCan) {
            throw new IllegalStateException(everyJdkCan);
        }
    }

    private static String publicHalvesOf(Path internal) throws IOException {
        try {
            var keys = JWKSet.parse(Files.readString(internal));
            if (keys.getKeys().stream()
                    .noneMatch(key ->
                            key.isPrivate() && key.getKeyType().getValue().equals("EC"))) {
                throw new IOException(internal + " holds no private EC key");
            }
            return keys.toPublicJWKSet().toString();
        } catch (ParseException noJwks) {
            throw new IOException(internal + " is not a JWK Set", noJwks);
        }
    }

    /** Whole or not at all, and for the owner alone from the first byte on. */
    private static void write(Path file, String content) throws IOException {
        var unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.deleteIfExists(unfinished);
        Files.createFile(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(unfinished, content + "\n");
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
