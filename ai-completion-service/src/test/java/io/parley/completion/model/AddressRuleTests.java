package io.parley.completion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRuleTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2000::",
                "2001:200::",
                "2001:4860:4860::8888",
                "2606:4700::1111",
                "2a00:1450::1",
                "3ffe:ffff::1"
            })
    void knowsPublicAddresses(String address) throws UnknownHostException {
        assertThat(AddressRule.isPublic(InetAddress.getByName(address))).isTrue();
        assertThat(AddressRule.opening(List.of()).permits(InetAddress.getByName(address), true))
                .isTrue();
        assertThat(AddressRule.opening(List.of()).permits(InetAddress.getByName(address), false))
                .as("only over https")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.255.255.255",
                "10.0.0.0",
                "10.255.255.255",
                "100.64.0.0",
                "100.100.100.200",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.255",
                "168.63.129.16",
                "169.254.0.0",
                "169.254.169.254",
                "172.16.0.0",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.0",
                "192.168.255.255",
                "198.18.0.0",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.0",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::ffff:127.0.0.1",
                "::ffff:169.254.169.254",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::a00:1",
                "100::1",
                "1fff:ffff::",
                "2001::",
                "2001:0:1::1",
                "2001:20::1",
                "2001:1ff::",
                "2001:db8::1",
                "2002:a00:1::",
                "3fff::1",
                "4000::",
                "5f00::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "ff0e::1"
            })
    void knowsThoseThatAreNot(String address) throws UnknownHostException {
        assertThat(AddressRule.isPublic(InetAddress.getByName(address))).isFalse();
        assertThat(AddressRule.opening(List.of()).permits(InetAddress.getByName(address), true))
                .isFalse();
    }

    @Test
    void opensRangesForPlainHttpToo() throws UnknownHostException {
        var rule = AddressRule.opening(List.of("10.1.0.0/16", "127.0.0.1", "fd00::/8", ""));

        for (var address : List.of("10.1.0.0", "10.1.255.255", "127.0.0.1", "fd12::1", "::ffff:10.1.2.3")) {
            assertThat(rule.permits(InetAddress.getByName(address), false))
                    .as(address)
                    .isTrue();
        }
        for (var address : List.of("10.0.255.255", "10.2.0.0", "127.0.0.2", "fc00::1", "::1")) {
            assertThat(rule.permits(InetAddress.getByName(address), true))
                    .as(address)
                    .isFalse();
        }
    }

    @Test
    void opensHostsByName() {
        var rule = AddressRule.opening(List.of("Ollama", "models.example:8000", "10.0.0.5:11434", "[::1]:8000"));

        for (var url : List.of(
                "http://ollama/v1",
                "https://OLLAMA:1/v1",
                "http://models.example:8000",
                "http://10.0.0.5:11434/v1",
                "http://[::1]:8000")) {
            assertThat(rule.opens(URI.create(url))).as(url).isTrue();
        }
        for (var url : List.of(
                "http://ollama.example",
                "http://models.example",
                "https://models.example",
                "http://10.0.0.5",
                "http://10.0.0.5:80",
                "http://[::1]",
                "mailto:ollama")) {
            assertThat(rule.opens(URI.create(url))).as(url).isFalse();
        }
    }

    @Test
    void knowsTheUsualPorts() {
        var rule = AddressRule.opening(List.of("a.example:443", "b.example:80"));

        assertThat(rule.opens(URI.create("https://a.example/v1"))).isTrue();
        assertThat(rule.opens(URI.create("http://a.example/v1"))).isFalse();
        assertThat(rule.opens(URI.create("http://b.example/v1"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://ollama",
                "ollama/v1",
                "10.0.0.0/33",
                "::/129",
                "10.0.0",
                "127.1",
                "0x7f.1",
                "*",
                "*.example",
                "a b",
                "host:",
                "host:port",
                "host:123456",
                "-host",
                "user@host"
            })
    void refusesAnEntryThatItDoesNotUnderstand(String entry) {
        assertThatThrownBy(() -> AddressRule.opening(List.of("ok.example", entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PARLEY_PROVIDER_ALLOW: '" + entry + "'");
    }
}
