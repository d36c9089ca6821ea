package io.parley.completion.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.completion.key.vault.SealedKey;
import io.parley.completion.key.vault.WrappedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every place for sealed keys does. */
public interface StoredKeysContract {

    Duration LIMIT = Duration.ofSeconds(10);

    /** An empty place. */
    StoredKeys keys();

    @Test
    default void givesBackWhatWasStoredLast() {
        var keys = keys();
        var holder = KeyHolder.user("default", "ann");
        var first = key(holder, "https://a.example/v1");
        var second = key(holder, null);

        keys.save(first).block(LIMIT);
        assertThat(keys.find(List.of(holder)).collectList().block(LIMIT)).containsExactly(first);
        keys.save(second).block(LIMIT);
        assertThat(keys.find(List.of(holder)).collectList().block(LIMIT)).containsExactly(second);
        assertThat(keys.all().collectList().block(LIMIT)).containsExactly(second);

        keys.delete(holder).block(LIMIT);
        keys.delete(holder).block(LIMIT);
        assertThat(keys.find(List.of(holder)).collectList().block(LIMIT)).isEmpty();
        assertThat(keys.all().collectList().block(LIMIT)).isEmpty();
    }

    @Test
    default void findsThoseOfSomeHoldersAndOfNoOthers() {
        var keys = keys();
        var user = key(KeyHolder.user("default", "a/b:c@d.e"), null);
        var chatbot = key(KeyHolder.chatbot("default", "a/b:c@d.e"), null);
        var elsewhere = key(KeyHolder.user("elsewhere", "a/b:c@d.e"), null);
        for (var key : List.of(user, chatbot, elsewhere)) {
            keys.save(key).block(LIMIT);
        }

        assertThat(keys.find(List.of(user.holder(), chatbot.holder(), KeyHolder.user("default", "nobody")))
                        .collectList()
                        .block(LIMIT))
                .containsExactlyInAnyOrder(user, chatbot);
        assertThat(keys.all().collectList().block(LIMIT)).containsExactlyInAnyOrder(user, chatbot, elsewhere);
    }

    @Test
    default void wrapsAnewWhatIsAsItWasRead() {
        var keys = keys();
        var key = key(KeyHolder.user("default", "ann"), null);
        keys.save(key).block(LIMIT);

        assertThat(keys.rewrap(key, new WrappedKey(2, "anew")).block(LIMIT)).isTrue();
        assertThat(keys.rewrap(key, new WrappedKey(3, "late")).block(LIMIT)).isFalse();

        var now = keys.find(List.of(key.holder())).blockFirst(LIMIT);
        assertThat(now).isEqualTo(InMemoryStoredKeys.with(key, new WrappedKey(2, "anew")));
        keys.delete(key.holder()).block(LIMIT);
        assertThat(keys.rewrap(now, new WrappedKey(4, "later")).block(LIMIT)).isFalse();
        assertThat(keys.all().collectList().block(LIMIT)).isEmpty();
    }

    private static StoredKey key(KeyHolder holder, @Nullable String baseUrl) {
        return new StoredKey(
                holder,
                new SealedKey(UUID.randomUUID(), "a key", new WrappedKey(1, "wrapped " + UUID.randomUUID())),
                new KeyDescription("1234", "openai", baseUrl, Instant.parse("2026-11-20T10:30:00.123Z")));
    }
}
