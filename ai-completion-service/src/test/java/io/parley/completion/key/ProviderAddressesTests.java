package io.parley.completion.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.completion.model.AddressRule;
import io.parley.platform.problem.Problem;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class ProviderAddressesTests {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Map<String, List<String>> NAMES = Map.of(
            "api.example.com", List.of("93.184.215.14", "2606:2800:21f:cb07::1"),
            "inside.example.com", List.of("10.1.2.3"),
            "half.example.com", List.of("93.184.215.14", "127.0.0.1"),
            "metadata.example.com", List.of("169.254.169.254"),
            "mapped.example.com", List.of("::ffff:127.0.0.1"),
            "six.example.com", List.of("fd00::1"));

    private final List<String> asked = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.com",
                "https://api.example.com/v1",
                "  https://api.example.com/v1/  ",
                "HTTPS://API.example.com:8443/a/b",
                "https://93.184.215.14/v1",
                "https://[2606:2800:21f:cb07::1]/v1"
            })
    void letsThePublicInternetPass(String url) {
        assertThat(allowing().require(url).block(LIMIT).toString())
                .isEqualTo(url.strip().replaceFirst("/$", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "nonsense",
                "https://",
                "https:///v1",
                "http://api.example.com",
                "ftp://api.example.com",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "//api.example.com",
                "https://user@api.example.com",
                "https://user:word@api.example.com",
                "https://@api.example.com",
                "https://api.example.com#part",
                "https://api.example.com?to=x",
                "https://api.example.com:0",
                "https://api.example.com:65536",
                "https://api.example.com:99999999999",
                "https://api.example.com/ v1",
                "https://nowhere.example.com",
                "https://inside.example.com",
                "https://half.example.com",
                "https://metadata.example.com",
                "https://mapped.example.com",
                "https://six.example.com",
                "https://localhost",
                "https://127.0.0.1",
                "https://127.1",
                "https://2130706433",
                "https://0x7f000001",
                "https://0177.0.0.1",
                "https://0.0.0.0",
                "https://10.0.0.1",
                "https://172.16.5.4",
                "https://192.168.1.1:8443",
                "https://100.100.100.200",
                "https://169.254.169.254/latest/meta-data",
                "https://168.63.129.16",
                "https://224.0.0.1",
                "https://255.255.255.255",
                "https://[::1]",
                "https://[::]",
                "https://[::ffff:10.0.0.1]",
                "https://[::ffff:0a00:0001]",
                "https://[fe80::1]",
                "https://[fe80::1%25eth0]",
                "https://[fd00:ec2::254]",
                "https://[64:ff9b::7f00:1]",
                "https://[64:ff9b:1::7f00:1]",
                "https://[2002:7f00:1::]",
                "https://[2001:0:7f00:1::]",
                "https://[ff02::1]",
                "https://ho st",
                "https://h\u00f6st.example.com",
                "https://api.example.com\\@127.0.0.1"
            })
    void refusesEverythingElseInTheSameWords(String url) {
        StepVerifier.create(allowing().require(url))
                .expectErrorSatisfies(failure -> {
                    var problem = (Problem) failure;
                    assertThat(problem.status().value()).isEqualTo(400);
                    assertThat(problem.code()).isEqualTo("base_url_not_allowed");
                    assertThat(problem.detail()).startsWith("base_url must be an https address");
                })
                .verify(LIMIT);
    }

    @Test
    void refusesWhatIsTooLongWithoutLooking() {
        for (var url : List.of("https://api.example.com/" + "a".repeat(2048), "https://" + "/".repeat(200_000))) {
            StepVerifier.create(allowing().require(url))
                    .expectError(Problem.class)
                    .verify(LIMIT);
        }
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://ollama",
                "http://ollama:11434/v1",
                "https://OLLAMA/v1",
                "http://vllm.example.com:8000/v1",
                "http://127.0.0.1:11434/v1",
                "http://inside.example.com/v1",
                "https://inside.example.com",
                "http://[fd00::1]:8080/v1"
            })
    void letsPassWhatTheOperatorOpened(String url) {
        var addresses = allowing("ollama", "vllm.example.com:8000", "127.0.0.1", "10.0.0.0/8", " fd00::/8 ");

        assertThat(addresses.require(url).block(LIMIT).toString()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.example.com",
                "http://vllm.example.com:8001/v1",
                "https://vllm.example.com/v1",
                "http://127.0.0.2:11434/v1",
                "http://user@ollama",
                "https://metadata.example.com"
            })
    void opensNoMoreThanThat(String url) {
        var addresses = allowing("ollama", "vllm.example.com:8000", "127.0.0.1/32", "10.0.0.0/8");

        StepVerifier.create(addresses.require(url)).expectError(Problem.class).verify(LIMIT);
    }

    @Test
    void asksTheSystemForNames() {
        try (var system = new SystemHostAddresses()) {
            assertThat(system.find("127.0.0.1").block(LIMIT)).containsExactly(InetAddress.getLoopbackAddress());
            assertThat(system.find("nowhere.invalid").blockOptional(LIMIT)).isEmpty();
        }
    }

    private ProviderAddresses allowing(String... allow) {
        return new ProviderAddresses(AddressRule.opening(List.of(allow)), host -> {
            asked.add(host);
            return addresses(host);
        });
    }

    /** Names of the test; addresses in writing as the system reads them, and nothing from the network. */
    private static Mono<List<InetAddress>> addresses(String host) {
        var written = NAMES.getOrDefault(host.toLowerCase(java.util.Locale.ROOT), List.of(host));
        try {
            var found = new ArrayList<InetAddress>();
            for (var address : written) {
                if (!address.matches("[0-9.]+|\\[?[0-9a-fA-F:.%]+(eth0)?]?")) {
                    return Mono.empty();
                }
                found.add(InetAddress.getByName(address));
            }
            return Mono.just(found);
        } catch (UnknownHostException e) {
            return Mono.empty();
        }
    }
}
