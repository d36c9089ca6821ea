package io.parley.gateway.access.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.ParseException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * The key that signs internal tokens: the first private key of a file shared by the gateway's replicas, read again when
 * the file changes, so that keys are exchanged without a restart.
 */
final class SigningKeyFile implements DisposableBean {

    /** A key ready to sign. */
    record SigningKey(String id, ECDSASigner signer) {}

    private record Version(long modified, long size) {}

    private static final Logger log = LoggerFactory.getLogger(SigningKeyFile.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private final Path file;
    private final Disposable watch;
    private volatile SigningKey key;
    private @Nullable Version version;

    SigningKeyFile(Path file) {
        this.file = file;
        try {
            version = version();
            key = read();
        } catch (IOException | ParseException | JOSEException | RuntimeException unusable) {
            throw new IllegalArgumentException(
                    "PARLEY_INTERNAL_KEY_FILE names no readable JWK Set with an EC P-256 private key: " + file,
                    unusable);
        }
        watch = Flux.interval(LOOK_EVERY, Schedulers.boundedElastic())
                .onBackpressureDrop()
                .subscribe(tick -> readIfChanged());
    }

    SigningKey current() {
        return key;
    }

    void readIfChanged() {
        try {
            Version seen = version();
            if (!seen.equals(version)) {
                key = read();
                version = seen;
                log.info("Internal tokens are signed with key {} from now on", key.id());
            }
        } catch (IOException | ParseException | JOSEException | RuntimeException unusable) {
            log.warn("The internal key file cannot be used, the key read before stays: {}", unusable.toString());
        }
    }

    @Override
    public void destroy() {
        watch.dispose();
    }

    private Version version() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Version(attributes.lastModifiedTime().toMillis(), attributes.size());
    }

    private SigningKey read() throws IOException, ParseException, JOSEException {
        ECKey first = JWKSet.parse(Files.readString(file)).getKeys().stream()
                .filter(jwk -> jwk instanceof ECKey && jwk.isPrivate())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no EC private key"))
                .toECKey();
        String id = first.getKeyID() != null
                ? first.getKeyID()
                : first.computeThumbprint().toString();
        return new SigningKey(id, new ECDSASigner(first));
    }
}
