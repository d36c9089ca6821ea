package io.parley.gateway.admission.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.gateway.admission.AdmissionProperties;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class ClientAddressTests {

    @Test
    void isThePeerWithoutTrustedProxy() {
        assertThat(address("1.2.3.4", List.of(), "9.9.9.9")).isEqualTo("1.2.3.4");
        assertThat(address("1.2.3.4", List.of("10.0.0.0/8"), "9.9.9.9")).isEqualTo("1.2.3.4");
    }

    @Test
    void isTheLastHopThatIsNoProxy() {
        assertThat(address("10.0.0.1", List.of("10.0.0.0/8"), "8.8.8.8, 9.9.9.9, 10.0.0.2"))
                .isEqualTo("9.9.9.9");
        assertThat(address("10.0.0.1", List.of("10.0.0.0/8"), "rubbish, 10.0.0.2"))
                .isEqualTo("10.0.0.2");
        assertThat(address("fd00::1", List.of("fd00::/8", "10.0.0.0/8"), "2001:db8::1, 10.0.0.2"))
                .isEqualTo("2001:db8:0:0:0:0:0:1");
    }

    @Test
    void rangesOfOddLength() {
        AddressRange range = AddressRange.parse("172.16.0.0/12");

        assertThat(range.contains(InetAddress.ofLiteral("172.31.255.255"))).isTrue();
        assertThat(range.contains(InetAddress.ofLiteral("172.32.0.0"))).isFalse();
        assertThat(range.contains(InetAddress.ofLiteral("::1"))).isFalse();
        assertThatThrownBy(() -> AddressRange.parse("10.0.0.0/33")).isInstanceOf(IllegalArgumentException.class);
    }

    private static String address(String peer, List<String> proxies, String forwardedFor) {
        ClientAddress addresses = new ClientAddress(
                new AdmissionProperties(List.of(), proxies, DataSize.ofMegabytes(1), DataSize.ofMegabytes(25)));
        return addresses
                .beyondProxies(InetAddress.ofLiteral(peer), List.of(forwardedFor))
                .getHostAddress();
    }
}
