package io.parley.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.local.keys.SuiteKeys;
import io.parley.local.process.ImageCache;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceEnvironmentTests {
    private static final SuiteKeys KEYS = new SuiteKeys(
            Path.of("private.jwks"), Path.of("public.jwks"), "the secret", Optional.of(Path.of("master.keys")));

    @TempDir
    Path directory;

    @Test
    void tellsTheGatewayWhereEverybodyIs() {
        var gateway = environmentOf("gateway", Map.of("PARLEY_PORT", "9000"));

        assertThat(gateway)
                .containsEntry("SERVER_PORT", "9000")
                .containsEntry("MANAGEMENT_SERVER_PORT", "9011")
                .containsEntry("PARLEY_AI_COMPLETION_URL", "http://127.0.0.1:9002")
                .containsEntry("PARLEY_ESCALATION_HEALTH_URL", "http://127.0.0.1:9015")
                .containsEntry("PARLEY_KAFKA", "127.0.0.1:9021")
                .containsEntry("PARLEY_MONGODB_URI", "mongodb://127.0.0.1:9023")
                .containsEntry("PARLEY_INTERNAL_KEY_FILE", "private.jwks")
                .containsEntry("PARLEY_JWT_SECRET", "the secret")
                .containsEntry("PARLEY_GUEST_LIMIT", "10000")
                .containsEntry("PARLEY_RATE_ADDRESS_MESSAGES", "1000");
    }

    @Test
    void givesSecretsToThoseWhoNeedThemAlone() {
        var given = Map.of(
                "PARLEY_JWT_SECRET", "0123456789012345678901234567890123456789",
                "OPENAI_API_KEY", "sk-mine",
                "PATH", "/usr/bin");

        assertThat(environmentOf("ai-completion", given))
                .containsEntry("OPENAI_API_KEY", "sk-mine")
                .containsEntry("PARLEY_MASTER_KEY_FILE", "master.keys")
                .doesNotContainKeys("PARLEY_JWT_SECRET", "OPENAI_BASE_URL");
        assertThat(environmentOf("gateway", given)).doesNotContainKeys("OPENAI_API_KEY", "PARLEY_MASTER_KEY_FILE");
        assertThat(environmentOf("history", given))
                .containsEntry("PATH", "/usr/bin")
                .containsEntry("PARLEY_INTERNAL_KEY_FILE", "public.jwks")
                .doesNotContainKeys("PARLEY_JWT_SECRET", "OPENAI_API_KEY", "PARLEY_MASTER_KEY_FILE");
    }

    @Test
    void pointsAnswersAtTheDemoModelWhileNoOtherIsNamed() {
        assertThat(environmentOf("ai-completion", Map.of()))
                .containsEntry("OPENAI_BASE_URL", "http://127.0.0.1:8104/v1")
                .containsEntry("OPENAI_API_KEY", "demo");
    }

    @Test
    void putsNoSecretOfItsOwnInTheWayOfAnIssuer() {
        assertThat(environmentOf("gateway", Map.of("PARLEY_JWT_ISSUER", "https://login.example.com")))
                .doesNotContainKey("PARLEY_JWT_SECRET");
    }

    @Test
    void sendsTheGatewayToABalancerWhereThereIsOne() {
        var gateway =
                environmentOf("gateway", 0, Map.of(), Map.of("chat-session", URI.create("http://127.0.0.1:7000")));

        assertThat(gateway)
                .containsEntry("PARLEY_CHAT_SESSION_URL", "http://127.0.0.1:7000")
                .containsEntry("PARLEY_HISTORY_URL", "http://127.0.0.1:8083");
    }

    @Test
    void tellsReplicasApart() {
        assertThat(environmentOf("history", 2, Map.of(), Map.of()))
                .containsEntry("PARLEY_REPLICA", "2")
                .containsEntry("SERVER_PORT", "8143")
                .containsEntry("MANAGEMENT_SERVER_PORT", "8154");
        assertThat(environmentOf("ai-completion", 1, Map.of(), Map.of())).containsEntry("OPENAI_API_KEY", "demo");
    }

    private Map<String, String> environmentOf(String service, Map<String, String> given) {
        return environmentOf(service, 0, given, Map.of());
    }

    private Map<String, String> environmentOf(
            String service, int replica, Map<String, String> given, Map<String, URI> balancers) {
        var settings = Settings.read(directory, given);
        try (var data = DataDirectory.open(directory)) {
            var topology = new Topology(
                    settings, data, new Installation(directory), new ImageCache(directory), Topology.SERVICES);
            var place = Topology.SERVICES.stream()
                    .filter(candidate -> candidate.name().equals(service))
                    .findFirst()
                    .orElseThrow();
            return new ServiceEnvironment(settings, KEYS, topology, balancers).of(place.ofReplica(replica));
        }
    }
}
