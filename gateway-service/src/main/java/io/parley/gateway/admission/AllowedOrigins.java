package io.parley.gateway.admission;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whose pages may talk to the gateway: its own always, others by list, without a list those of this machine. */
@Component
public class AllowedOrigins {

    private static final List<String> THIS_MACHINE =
            List.of("*://localhost", "*://localhost:*", "*://127.0.0.1", "*://127.0.0.1:*", "*://[::1]", "*://[::1]:*");

    private final Pattern allowed;

    AllowedOrigins(AdmissionProperties properties) {
        List<String> listed = properties.allowedOrigins().stream()
                .map(String::strip)
                .filter(origin -> !origin.isEmpty())
                .toList();
        allowed = Pattern.compile((listed.isEmpty() ? THIS_MACHINE : listed)
                .stream().map(AllowedOrigins::expression).collect(Collectors.joining("|")));
    }

    /** {@code host} is the request's own Host header: what a page served by the gateway has as its origin. */
    public boolean allows(String origin, @Nullable String host) {
        String asked = origin.toLowerCase(Locale.ROOT);
        return isOwn(asked, host) || allowed.matcher(asked).matches();
    }

    /** Behind a proxy that ends TLS the scheme is not known here; the host with its port decides. */
    private static boolean isOwn(String origin, @Nullable String host) {
        try {
            return host != null && origin.contains("://") && authority(origin).equals(host.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException noOrigin) {
            return false;
        }
    }

    private static String authority(String origin) {
        String authority = URI.create(origin).getRawAuthority();
        return authority == null ? "" : authority;
    }

    /** A star stands for a part of a host name, for a port, or, alone, for everybody. */
    private static String expression(String pattern) {
        if (pattern.equals("*")) {
            return ".*";
        }
        String text = pattern.toLowerCase(Locale.ROOT);
        String bare = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        boolean anyPort = bare.endsWith(":*");
        String host = anyPort ? bare.substring(0, bare.length() - 2) : bare;
        return Pattern.quote(host).replace("*", "\\E[a-z0-9.-]+\\Q") + (anyPort ? ":[0-9]+" : "");
    }
}
