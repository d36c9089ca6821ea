package io.parley.gateway.admission.web;

import java.net.InetAddress;

/** Addresses that share a prefix, written as CIDR or as a single address. */
final class AddressRange {

    private final byte[] network;
    private final int prefix;

    private AddressRange(byte[] network, int prefix) {
        this.network = network;
        this.prefix = prefix;
    }

    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash))
                .getAddress();
        int prefix = slash < 0 ? network.length * 8 : Integer.parseInt(text.substring(slash + 1));
        if (prefix < 0 || prefix > network.length * 8) {
            throw new IllegalArgumentException(text + " is no CIDR");
        }
        return new AddressRange(network, prefix);
    }

    boolean contains(InetAddress address) {
        byte[] candidate = address.getAddress();
        if (candidate.length != network.length) {
            return false;
        }
        int whole = prefix / 8;
        for (int index = 0; index < whole; index++) {
            if (candidate[index] != network[index]) {
                return false;
            }
        }
        int rest = prefix % 8;
        int mask = 0xff << (8 - rest);
        return rest == 0 || (candidate[whole] & mask) == (network[whole] & mask);
    }
}
