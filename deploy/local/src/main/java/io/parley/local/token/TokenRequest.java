package io.parley.local.token;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whom a token is asked for. A wrong argument is an {@link IllegalArgumentException} with a message for the terminal. */
record TokenRequest(
        String subject,
        List<String> roles,
        Duration ttl,
        @Nullable String name,
        String tenant) {
    private static final Set<String> ROLES = Set.of("user", "agent", "admin");
    private static final List<String> RESERVED = List.of("parley-", "guest-");
    private static final Set<String> RESERVED_NAMES = Set.of("ai-assistant", "system");

    TokenRequest {
        roles = List.copyOf(roles);
    }

    /** The first argument is the repository's root. */
    static TokenRequest parse(String[] arguments) {
        @Nullable String subject = null;
        var roles = new ArrayList<String>();
        var ttl = Duration.ofHours(1);
        @Nullable String name = null;
        var tenant = "default";
        for (int at = 1; at < arguments.length; at++) {
            var argument = arguments[at];
            switch (argument) {
                case "--role" -> roles.add(role(valueOf(arguments, ++at)));
                case "--ttl" -> ttl = duration(valueOf(arguments, ++at));
                case "--name" -> name = valueOf(arguments, ++at);
                case "--tenant" -> tenant = valueOf(arguments, ++at);
                default -> subject = subject(argument, subject);
            }
        }
        if (subject == null) {
            throw new IllegalArgumentException(
                    "whose token? ./parley token <sub> [--role user|agent|admin]... [--ttl 1h]");
        }
        return new TokenRequest(subject, roles.isEmpty() ? List.of("user") : roles, ttl, name, tenant);
    }

    private static String valueOf(String[] arguments, int at) {
        if (at >= arguments.length || arguments[at].isBlank()) {
            throw new IllegalArgumentException(arguments[at - 1] + " needs a value.");
        }
        return arguments[at];
    }

    private static String subject(String argument, @Nullable String earlier) {
        if (argument.startsWith("-")) {
            throw new IllegalArgumentException("there is no option " + argument + ".");
        }
        if (earlier != null) {
            throw new IllegalArgumentException("one subject at a time: '" + earlier + "' or '" + argument + "'?");
        }
        if (argument.isBlank()) {
            throw new IllegalArgumentException("the subject is empty.");
        }
        if (RESERVED_NAMES.contains(argument) || RESERVED.stream().anyMatch(argument::startsWith)) {
            throw new IllegalArgumentException("'" + argument + "' is reserved: the gateway refuses it.");
        }
        return argument;
    }

    private static String role(String value) {
        if (!ROLES.contains(value)) {
            throw new IllegalArgumentException("'" + value + "' is no role: user, agent or admin.");
        }
        return value;
    }

    private static Duration duration(String value) {
        try {
            long number = Long.parseLong(value.substring(0, value.length() - 1));
            var duration =
                    switch (value.charAt(value.length() - 1)) {
                        case 's' -> Duration.ofSeconds(number);
                        case 'm' -> Duration.ofMinutes(number);
                        case 'h' -> Duration.ofHours(number);
                        case 'd' -> Duration.ofDays(number);
                        default -> Duration.ZERO;
                    };
            if (duration.isPositive() && duration.compareTo(Duration.ofDays(3650)) <= 0) {
                return duration;
            }
        } catch (NumberFormatException | ArithmeticException noNumber) {
            // said below
        }
        throw new IllegalArgumentException("'" + value + "' is no time to live: 30s, 10m, 1h or 7d.");
    }
}
