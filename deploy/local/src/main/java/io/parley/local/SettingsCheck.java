package io.parley.local;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks at every setting the suite knows and collects what is wrong with it, so that one start shows all of it. */
final class SettingsCheck {
    private static final int SECRET_BYTES = 32;
    private static final Pattern HOST_AND_PORT = Pattern.compile("[A-Za-z0-9._\\[\\]:-]+:\\d{1,5}");
    private static final Pattern MONGO_URI = Pattern.compile("mongodb(\\+srv)?://[^/?\\s]+(/.*)?");
    private static final Pattern HOST_OR_RANGE =
            Pattern.compile("[A-Za-z0-9._-]+(:\\d{1,5})?|\\[[0-9A-Fa-f:.]+](:\\d{1,5})?|[0-9A-Fa-f.:]+(/\\d{1,3})?");
    private static final Pattern ADDRESS_RANGE = Pattern.compile("[0-9A-Fa-f.:]+(/\\d{1,3})?");

    private final Map<String, String> given;
    private final List<String> problems = new ArrayList<>();

    SettingsCheck(Map<String, String> given) {
        this.given = given;
    }

    void everythingElse() {
        path("PARLEY_DATA_DIR");
        directory("PARLEY_WEB_DIR");
        each("PARLEY_KAFKA", HOST_AND_PORT, "a list of host:port");
        mongo("PARLEY_MONGODB_URI");
        secret("PARLEY_JWT_SECRET");
        urlOrFile("PARLEY_JWT_JWKS");
        url("PARLEY_JWT_ISSUER");
        file("PARLEY_INTERNAL_KEY_FILE");
        file("PARLEY_MASTER_KEY_FILE");
        masterKey("API_KEY_ENCRYPTION_KEY");
        origins("PARLEY_ALLOWED_ORIGINS");
        each("PARLEY_TRUSTED_PROXIES", ADDRESS_RANGE, "a list of addresses or ranges such as 10.0.0.0/8");
        each("PARLEY_PROVIDER_ALLOW", HOST_OR_RANGE, "a list of hosts, host:port, addresses or ranges");
        onOrOff("PARLEY_GUESTS");
        onOrOff("PARLEY_QUERY_TOKEN");
        atLeastOne("PARLEY_GUEST_LIMIT");
        atLeastOne("PARLEY_RATE_MESSAGES");
        atLeastOne("PARLEY_RATE_ADDRESS_MESSAGES");
        atLeastOne("PARLEY_RATE_WINDOW");
        url("OPENAI_BASE_URL");
        url("CHAT_BACKEND_URL");
        atLeastOne("CHAT_MAX_MESSAGE_LENGTH");
        atLeastOne("CHAT_CONNECTION_TIMEOUT");
        atLeastOne("CHAT_RECONNECT_INTERVAL");
        atLeastOne("CHAT_TYPING_TIMEOUT");
        var _ = number("CHAT_HISTORY_LIMIT", 50, 1, 200);
    }

    void refuseIfAnythingIsWrong() {
        if (!problems.isEmpty()) {
            throw new CannotStart(problems);
        }
    }

    int number(String name, int otherwise, int lowest, int highest) {
        var value = given.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= lowest && number <= highest) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            // said below
        }
        problems.add("%s: '%s' is not a number from %d to %d.".formatted(name, value, lowest, highest));
        return otherwise;
    }

    private void atLeastOne(String name) {
        var _ = number(name, 1, 1, Integer.MAX_VALUE);
    }

    private void onOrOff(String name) {
        var value = given.get(name);
        if (value != null && !List.of("on", "off", "true", "false").contains(value.toLowerCase(Locale.ROOT))) {
            problems.add("%s: '%s' is neither on nor off.".formatted(name, value));
        }
    }

    private void each(String name, Pattern pattern, String wanted) {
        var value = given.get(name);
        if (value == null) {
            return;
        }
        for (var item : value.split(",", -1)) {
            if (!pattern.matcher(item.strip()).matches()) {
                problems.add("%s: '%s' is not %s.".formatted(name, value, wanted));
                return;
            }
        }
    }

    /** Its value may hold a password and is not repeated. */
    private void mongo(String name) {
        var value = given.get(name);
        if (value != null && !MONGO_URI.matcher(value).matches()) {
            problems.add(name + ": it does not look like mongodb://host:port.");
        }
    }

    private void secret(String name) {
        var value = given.get(name);
        if (value != null && value.getBytes(StandardCharsets.UTF_8).length < SECRET_BYTES) {
            problems.add(name + ": it is shorter than 256 bits (32 characters).");
        }
    }

    private void masterKey(String name) {
        var value = given.get(name);
        if (value == null) {
            return;
        }
        try {
            if (Base64.getUrlDecoder().decode(value.strip()).length == SECRET_BYTES) {
                return;
            }
        } catch (IllegalArgumentException noBase64) {
            // said below
        }
        problems.add(name + ": it is not 32 bytes in base64url.");
    }

    private void url(String name) {
        var value = given.get(name);
        if (value != null && !isHttp(value)) {
            problems.add("%s: '%s' is not an http or https URL.".formatted(name, value));
        }
    }

    private void origins(String name) {
        var value = given.get(name);
        if (value == null) {
            return;
        }
        for (var origin : value.split(",", -1)) {
            var uri = parse(origin.strip());
            if (uri == null
                    || !isHttp(origin.strip())
                    || !(uri.getRawPath() == null || uri.getRawPath().isEmpty())) {
                problems.add("%s: '%s' is not an origin such as https://example.com.".formatted(name, origin.strip()));
            }
        }
    }

    private void urlOrFile(String name) {
        var value = given.get(name);
        if (value != null && !isHttp(value)) {
            file(name);
        }
    }

    private void file(String name) {
        var file = path(name);
        if (file != null && !(Files.isRegularFile(file) && Files.isReadable(file))) {
            problems.add("%s: the file '%s' cannot be read.".formatted(name, file));
        }
    }

    private void directory(String name) {
        var directory = path(name);
        if (directory != null && !Files.isDirectory(directory)) {
            problems.add("%s: '%s' is not a directory.".formatted(name, directory));
        }
    }

    private @Nullable Path path(String name) {
        var value = given.get(name);
        if (value == null) {
            return null;
        }
        try {
            return Path.of(value);
        } catch (InvalidPathException noPath) {
            problems.add("%s: '%s' is not a path.".formatted(name, value));
            return null;
        }
    }

    private static boolean isHttp(String value) {
        var uri = parse(value);
        return uri != null
                && uri.getHost() != null
                && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()));
    }

    private static @Nullable URI parse(String value) {
        try {
            return new URI(value);
        } catch (URISyntaxException noUri) {
            return null;
        }
    }
}
