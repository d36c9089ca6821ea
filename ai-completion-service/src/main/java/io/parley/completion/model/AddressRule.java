package io.parley.completion.model;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a call may go whose address a user or a tenant chose: to the public internet over https, and to what the
 * operator opened besides. It is held against the address that was set and, because names change what they stand for,
 * against each connection.
 */
public final class AddressRule {

    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");

    /** What only looks like an address is no name either: 127.1 and 0x7f000001 mean the machine itself to some. */
    private static final Pattern DIGITS = Pattern.compile("[0-9.]+|0[xX].*");

    /** IANA's special-purpose IPv4 registry, multicast, class E, and the address where Azure keeps its metadata. */
    private static final List<AddressRange> NOT_PUBLIC_4 = ranges(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3");

    /** What IANA gives out as global unicast; loopback, local, mapped, NAT64 and multicast addresses lie outside. */
    private static final AddressRange GLOBAL_6 = AddressRange.parse("2000::/3");

    /** Of these the special ones: protocol assignments with Teredo, documentation, and 6to4, which carries IPv4. */
    private static final List<AddressRange> NOT_PUBLIC_6 =
            ranges("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private final Set<String> names;
    private final List<AddressRange> opened;

    private AddressRule(Set<String> names, List<AddressRange> opened) {
        this.names = names;
        this.opened = opened;
    }

    /** @param allow what is opened: hosts, hosts with a port, addresses, ranges */
    public static AddressRule opening(List<String> allow) {
        var names = new HashSet<String>();
        var opened = new ArrayList<AddressRange>();
        for (var given : allow) {
            var entry = given.strip().toLowerCase(Locale.ROOT);
            if (AddressRange.isWritten(entry)) {
                opened.add(AddressRange.parse(entry));
            } else if (isHost(entry)) {
                names.add(entry);
            } else if (!entry.isEmpty()) {
                throw new IllegalArgumentException("PARLEY_PROVIDER_ALLOW: '" + given.strip()
                        + "' is no host, host:port, address or range such as 10.0.0.0/8");
            }
        }
        return new AddressRule(names, opened);
    }

    private static boolean isHost(String entry) {
        int colon = entry.lastIndexOf(':');
        var host = colon < 0 ? entry : entry.substring(0, colon);
        boolean hasPort = colon < 0 || entry.substring(colon + 1).matches("\\d{1,5}");
        var inner = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return hasPort
                && (AddressRange.isWritten(inner)
                        || (NAME.matcher(host).matches()
                                && !DIGITS.matcher(host).matches()));
    }

    /** Whether the operator named the host, or the host with this port: then any address it has will do. */
    public boolean opens(URI url) {
        if (url.getHost() == null) {
            return false;
        }
        var host = url.getHost().toLowerCase(Locale.ROOT);
        int port = url.getPort() > 0 ? url.getPort() : isEncrypted(url) ? HTTPS : HTTP;
        return names.contains(host) || names.contains(host + ":" + port);
    }

    public static boolean isEncrypted(URI url) {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    /** Whether a connection may go to this address. */
    public boolean permits(InetAddress address, boolean isEncrypted) {
        return opened.stream().anyMatch(range -> range.contains(address)) || (isEncrypted && isPublic(address));
    }

    /** Whether it is an address of the public internet, and none that may mean something near. */
    static boolean isPublic(InetAddress address) {
        // An IPv4 address in IPv6 writing is an IPv4 address to Java.
        return address.getAddress().length == 4
                ? NOT_PUBLIC_4.stream().noneMatch(range -> range.contains(address))
                : GLOBAL_6.contains(address) && NOT_PUBLIC_6.stream().noneMatch(range -> range.contains(address));
    }

    private static List<AddressRange> ranges(String... written) {
        return List.of(written).stream().map(AddressRange::parse).toList();
    }

    /** Addresses that begin with the same bits. */
    private record AddressRange(InetAddress first, int bits) {

        private static final Pattern WRITTEN =
                Pattern.compile("(\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)(/\\d{1,3})?");

        /** Whether a text is meant for an address or a range, and can be one. */
        static boolean isWritten(String text) {
            try {
                var _ = parse(text);
                return true;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        static AddressRange parse(String text) {
            if (!WRITTEN.matcher(text).matches()) {
                throw new IllegalArgumentException(text);
            }
            try {
                int slash = text.indexOf('/');
                // In writing, so that nobody is asked for it.
                var address = InetAddress.getByName(slash < 0 ? text : text.substring(0, slash));
                int most = address.getAddress().length * Byte.SIZE;
                int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
                if (bits > most) {
                    throw new IllegalArgumentException(text);
                }
                return new AddressRange(address, bits);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(text, e);
            }
        }

        boolean contains(InetAddress address) {
            var mine = first.getAddress();
            var theirs = address.getAddress();
            if (mine.length != theirs.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % Byte.SIZE);
                if ((mine[bit / Byte.SIZE] & mask) != (theirs[bit / Byte.SIZE] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
