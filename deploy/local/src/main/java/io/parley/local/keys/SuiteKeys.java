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
 * outside tokens from {@code ./parley token} are signed with the secret; users' keys are sealed under the master keys.
 *
 * @param internal a JWK Set with private EC keys, the first of which signs
 * @param internalPublic the same keys without their private halves
 * @param masterKeys a line for each version; none where the person brings a single key along as a setting
 */
public record SuiteKeys(Path internal, Path internalPublic, String tokenSecret, Optional<Path> masterKeys) {
    /** Also where {@code ./parley token} looks. */
    public static final String SECRET_FILE = "keys/jwt.secret";

    /** Also where {@code ./parley rotate-keys} looks. */
    public static final String MASTER_KEY_FILE = "keys/master.keys";

    private static final int SECRET_BYTES = 32;

    /** What the person brings along is used as it is; the rest is read from the data directory, and made where it is missing. */
    public static SuiteKeys of(Path dataDirectory, OwnKeys own) throws IOException {
        var directory = dataDirectory.resolve("keys");
        Files.createDirectories(directory);
        var internal = directory.resolve("internal.jwks");
        if (own.internal().isPresent()) {
            internal = own.internal().get();
        } else if (Files.notExists(internal)) {
            write(internal, generated().toString(false));
        }
        var internalPublic = directory.resolve("internal-public.jwks");
        write(internalPublic, publicHalvesOf(internal));
        return new SuiteKeys(
                internal,
                internalPublic,
                own.tokenSecret().isPresent() ? own.tokenSecret().get() : secretIn(dataDirectory),
                masterKeys(dataDirectory.resolve(MASTER_KEY_FILE), own));
    }

    /**
     * What the person brings along, as far as there is any.
     *
     * @param hasMasterKey whether a setting holds a single master key
     */
    public record OwnKeys(
            Optional<Path> internal, Optional<String> tokenSecret, Optional<Path> masterKeys, boolean hasMasterKey) {
        public static final OwnKeys NONE = new OwnKeys(Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /** A file that is there stays in use: something may be sealed under its keys. */
    private static Optional<Path> masterKeys(Path file, OwnKeys own) throws IOException {
        if (own.masterKeys().isPresent()) {
            return own.masterKeys();
        }
        if (Files.notExists(file)) {
            if (own.hasMasterKey()) {
                return Optional.empty();
            }
            write(file, "1 " + randomKey());
        }
        return Optional.of(file);
    }

    private static String secretIn(Path dataDirectory) throws IOException {
        var file = dataDirectory.resolve(SECRET_FILE);
        if (Files.notExists(file)) {
            write(file, randomKey());
        }
        return Files.readString(file).strip();
    }

    private static String randomKey() {
        var bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
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
