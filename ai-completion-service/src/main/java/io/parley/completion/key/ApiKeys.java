package io.parley.completion.key;

import io.parley.completion.key.vault.KeyVault;
import io.parley.completion.key.vault.NoMasterKey;
import io.parley.completion.key.vault.SealBroken;
import io.parley.completion.model.ModelProperties;
import io.parley.completion.model.ProviderCredential;
import io.parley.platform.problem.Problem;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The keys that users and chatbots have at their providers. An opened key is not kept: it is read from the database and
 * opened for each answer, which costs little beside a call to a model, so that a new key, and the end of one, hold at
 * once on every replica.
 */
public final class ApiKeys {

    private static final Logger log = LoggerFactory.getLogger(ApiKeys.class);

    static final int LONGEST = 512;
    private static final int SHOWN = 4;

    private final StoredKeys stored;
    private final KeyVault vault;
    private final ModelProperties suite;
    private final Clock clock;

    ApiKeys(StoredKeys stored, KeyVault vault, ModelProperties suite, Clock clock) {
        this.stored = stored;
        this.vault = vault;
        this.suite = suite;
        this.clock = clock;
    }

    /**
     * Keeps a key in place of the one its holder had.
     *
     * @param baseUrl where it goes, one that {@link ProviderAddresses} let pass; null for the suite's own address
     * @return fails with a {@link Problem}: 400 {@code bad_request}, 503 {@code no_master_key}
     */
    public Mono<KeyDescription> put(KeyHolder holder, String apiKey, @Nullable String baseUrl) {
        return Mono.defer(() -> {
            var key = require(apiKey);
            var secret = key.getBytes(StandardCharsets.US_ASCII);
            var description = new KeyDescription(
                    last(key), provider(baseUrl), baseUrl, clock.instant().truncatedTo(ChronoUnit.MILLIS));
            return vault.seal(StoredKey.belongsTo(holder, baseUrl), secret)
                    .doFinally(_ -> KeyVault.wipe(secret))
                    .flatMap(shut -> stored.save(new StoredKey(holder, shut, description)))
                    .thenReturn(description)
                    .onErrorMap(NoMasterKey.class, _ -> noMasterKey());
        });
    }

    /** The key as it is kept, without the blanks that copying brings along; never part of a message. */
    static String require(String apiKey) {
        var key = apiKey.strip();
        if (key.isEmpty() || key.length() > LONGEST || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw Problem.badRequest(
                    "bad_request", "api_key must be 1 to %d printable ASCII characters.".formatted(LONGEST));
        }
        return key;
    }

    private static String last(String key) {
        return key.substring(key.length() - Math.min(SHOWN, key.length() / 2));
    }

    private static String provider(@Nullable String baseUrl) {
        var host = baseUrl == null ? null : URI.create(baseUrl).getHost();
        return host == null || host.equals("api.openai.com") ? "openai" : host;
    }

    private static Problem noMasterKey() {
        return Problem.unavailable(
                "no_master_key", "Keys cannot be stored here: the operator has set no PARLEY_MASTER_KEY_FILE.");
    }

    /** What may be shown of the holder's key; empty where there is none. */
    public Mono<KeyDescription> find(KeyHolder holder) {
        return stored.find(List.of(holder)).next().map(StoredKey::description);
    }

    /** Also where there is none. */
    public Mono<Void> delete(KeyHolder holder) {
        return stored.delete(holder);
    }

    /** The holder's key with the address it belongs to; empty where there is none, {@link KeyUnreadable} where it stays shut. */
    public Mono<ProviderCredential> open(KeyHolder holder) {
        return openFirst(List.of(holder));
    }

    /** The key of the first of these that has one. One that stays shut is not passed over. */
    Mono<ProviderCredential> openFirst(List<KeyHolder> holders) {
        return first(holders)
                .flatMap(key -> open(key)
                        // What was wrapped anew meanwhile may have been read just before its master key went.
                        .onErrorResume(SealBroken.class, _ -> first(holders).flatMap(this::open))
                        .onErrorMap(SealBroken.class, broken -> unreadable(key, broken)));
    }

    private Mono<StoredKey> first(List<KeyHolder> holders) {
        return stored.find(holders)
                .collectSortedList(Comparator.comparingInt(key -> holders.indexOf(key.holder())))
                .flatMap(found -> Mono.justOrEmpty(found.stream().findFirst()));
    }

    private Mono<ProviderCredential> open(StoredKey key) {
        return vault.open(key.belongsTo(), key.sealed()).map(secret -> {
            try {
                var baseUrl = key.description().baseUrl();
                return new ProviderCredential(
                        new String(secret, StandardCharsets.US_ASCII),
                        baseUrl == null ? suite.baseUrl() : baseUrl,
                        key.holder().kind());
            } finally {
                KeyVault.wipe(secret);
            }
        });
    }

    private static KeyUnreadable unreadable(StoredKey key, SealBroken broken) {
        log.error(
                "The key {} of {} {} of {} cannot be opened: {}",
                key.sealed().id(),
                key.holder().kind(),
                key.holder().id(),
                key.holder().tenant(),
                broken.getMessage());
        return new KeyUnreadable(key.holder().kind(), "a stored key that cannot be opened");
    }
}
