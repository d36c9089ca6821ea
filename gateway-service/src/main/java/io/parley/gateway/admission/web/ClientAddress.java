package io.parley.gateway.admission.web;

import io.parley.gateway.admission.AdmissionProperties;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * Whose address a request counts for: the peer's, or behind a trusted proxy the last one in X-Forwarded-For that is no
 * trusted proxy itself. An IPv6 household counts as one: its first 64 bits.
 */
@Component
public class ClientAddress {

    private static final int HOUSEHOLD_BYTES = 8;

    private final List<AddressRange> proxies;

    ClientAddress(AdmissionProperties properties) {
        proxies = properties.trustedProxies().stream()
                .map(String::strip)
                .filter(range -> !range.isEmpty())
                .map(AddressRange::parse)
                .toList();
    }

    public String of(ServerWebExchange exchange) {
        InetSocketAddress peer = exchange.getRequest().getRemoteAddress();
        if (peer == null || peer.getAddress() == null) {
            return "unknown";
        }
        return counted(beyondProxies(
                peer.getAddress(), exchange.getRequest().getHeaders().getOrEmpty("X-Forwarded-For")));
    }

    InetAddress beyondProxies(InetAddress peer, List<String> forwardedFor) {
        InetAddress client = peer;
        List<String> hops = forwardedFor.stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(String::strip)
                .toList();
        for (String hop : hops.reversed()) {
            Optional<InetAddress> before = isProxy(client) ? address(hop) : Optional.empty();
            if (before.isEmpty()) {
                break;
            }
            client = before.get();
        }
        return client;
    }

    private boolean isProxy(InetAddress address) {
        return proxies.stream().anyMatch(range -> range.contains(address));
    }

    private static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    private static String counted(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(address.getAddress(), 0, HOUSEHOLD_BYTES)
                : address.getHostAddress();
    }
}
