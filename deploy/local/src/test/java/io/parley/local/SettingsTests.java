package io.parley.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTests {
    private static final Path ROOT = Path.of("/srv/parley");

    @Test
    void needsNothing() {
        var settings = Settings.read(ROOT, Map.of());

        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.dataDirectory()).isEqualTo(ROOT.resolve(".parley"));
        assertThat(settings.kafka()).isEmpty();
        assertThat(settings.mongo()).isEmpty();
        assertThat(settings.demoModel()).isTrue();
    }

    @Test
    void takesAnEmptyVariableForNone() {
        var settings = Settings.read(ROOT, Map.of("PARLEY_PORT", "", "PARLEY_KAFKA", " ", "OPENAI_API_KEY", ""));

        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.kafka()).isEmpty();
        assertThat(settings.demoModel()).isTrue();
        assertThat(settings.environment()).isEmpty();
    }

    @Test
    void leavesOutWhatThePersonBringsAlong() {
        var settings = Settings.read(
                ROOT,
                Map.of(
                        "PARLEY_KAFKA", "one:9092,two:9092",
                        "PARLEY_MONGODB_URI", "mongodb://user:secret@db:27017",
                        "OPENAI_BASE_URL", "http://localhost:11434/v1"));

        assertThat(settings.kafka()).contains("one:9092,two:9092");
        assertThat(settings.mongo()).contains("mongodb://user:secret@db:27017");
        assertThat(settings.demoModel()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    PARLEY_PORT              | eighty
                    PARLEY_PORT              | 0
                    PARLEY_PORT              | 65530
                    PARLEY_KAFKA             | localhost
                    PARLEY_KAFKA             | one:9092,
                    PARLEY_MONGODB_URI       | http://localhost:27017
                    PARLEY_MONGODB_URI       | mongodb://
                    PARLEY_JWT_SECRET        | short
                    PARLEY_WEB_DIR           | /nowhere/web
                    PARLEY_JWT_JWKS          | /nowhere/keys.jwks
                    PARLEY_JWT_ISSUER        | nobody
                    PARLEY_INTERNAL_KEY_FILE | /nowhere/internal.jwks
                    PARLEY_MASTER_KEY_FILE   | /
                    API_KEY_ENCRYPTION_KEY   | c2hvcnQ
                    PARLEY_ALLOWED_ORIGINS   | https://example.com/path
                    PARLEY_ALLOWED_ORIGINS   | example.com
                    PARLEY_TRUSTED_PROXIES   | everybody
                    PARLEY_PROVIDER_ALLOW    | http://localhost
                    PARLEY_PROVIDER_ALLOW    | localhost,
                    PARLEY_GUESTS            | maybe
                    PARLEY_QUERY_TOKEN       | 2
                    PARLEY_GUEST_LIMIT       | 0
                    PARLEY_RATE_MESSAGES     | -1
                    PARLEY_RATE_WINDOW       | soon
                    OPENAI_BASE_URL          | localhost:11434
                    CHAT_HISTORY_LIMIT       | 201
                    CHAT_MAX_MESSAGE_LENGTH  | many
                    CHAT_CONNECTION_TIMEOUT  | 0
                    """)
    void refusesABadValueInOneLineThatNamesIt(String name, String value) {
        var refused = catchThrowableOfType(CannotStart.class, () -> Settings.read(ROOT, Map.of(name, value)));

        assertThat(refused.reasons())
                .singleElement()
                .asString()
                .startsWith(name + ":")
                .doesNotContain("\n");
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        var environment = Map.of("PARLEY_PORT", "x", "PARLEY_GUESTS", "x", "PARLEY_KAFKA", "x");

        var refused = catchThrowableOfType(CannotStart.class, () -> Settings.read(ROOT, environment));

        assertThat(refused.reasons()).hasSize(3);
    }

    @Test
    void repeatsNoSecret() {
        var environment = Map.of(
                "PARLEY_JWT_SECRET", "hunter2",
                "PARLEY_MONGODB_URI", "mongo://user:hunter2@db",
                "API_KEY_ENCRYPTION_KEY", "hunter2");

        var refused = catchThrowableOfType(CannotStart.class, () -> Settings.read(ROOT, environment));

        assertThat(refused.reasons()).hasSize(3).noneMatch(reason -> reason.contains("hunter2"));
    }

    @Test
    void asksAnIssuerForItsKeysOnlyWhereNoneAreGiven() {
        var issuer = Map.of("PARLEY_JWT_ISSUER", "https://login.example.com");
        var issuerAndKeys = Map.of(
                "PARLEY_JWT_ISSUER", "https://login.example.com",
                "PARLEY_JWT_JWKS", "https://login.example.com/keys");

        assertThat(Settings.read(ROOT, issuer).findsKeysByIssuer()).isTrue();
        assertThat(Settings.read(ROOT, issuerAndKeys).findsKeysByIssuer()).isFalse();
        assertThat(Settings.read(ROOT, Map.of()).findsKeysByIssuer()).isFalse();
    }
}
