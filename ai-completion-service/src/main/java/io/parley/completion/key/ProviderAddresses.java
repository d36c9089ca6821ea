package io.parley.completion.key;

import io.parley.completion.model.AddressRule;
import io.parley.platform.problem.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/**
 * Judges the addresses that users and admins want keys to go to, when they are set. A name may stand for something else
 * later, so each connection is judged again where it is made.
 */
public final class ProviderAddresses {

    private static final int LONGEST = 2048;
    private static final int HIGHEST_PORT = 65_535;

    /** What ends in a number is an address, and how it is read differs: 0177.0.0.1 is this machine to some. */
    private static final Pattern NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)\\.?");

    private static final Pattern PLAIN = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");

    private final AddressRule rule;
    private final HostAddresses hosts;

    ProviderAddresses(AddressRule rule, HostAddresses hosts) {
        this.rule = rule;
        this.hosts = hosts;
    }

    /**
     * The address as it is to be kept, without a slash at its end.
     *
     * @return fails with a {@link Problem}: 400 {@code base_url_not_allowed}, in the same words whatever the reason, so
     *     that nobody learns from it what there is in this network
     */
    public Mono<URI> require(String baseUrl) {
        var parsed = parse(withoutSlashes(baseUrl.strip()));
        if (parsed.isEmpty()) {
            return Mono.error(notAllowed());
        }
        var url = parsed.get();
        if (rule.opens(url)) {
            return Mono.just(url);
        }
        boolean isEncrypted = AddressRule.isEncrypted(url);
        return hosts.find(url.getHost())
                .onErrorMap(
                        RejectedExecutionException.class,
                        _ -> Problem.unavailable("busy", "Too many addresses are being looked up at the moment."))
                .filter(found ->
                        !found.isEmpty() && found.stream().allMatch(address -> rule.permits(address, isEncrypted)))
                .switchIfEmpty(Mono.error(ProviderAddresses::notAllowed))
                .map(_ -> url);
    }

    private static String withoutSlashes(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '/') {
            end--;
        }
        return text.substring(0, end);
    }

    private static Optional<URI> parse(String text) {
        try {
            var url = new URI(text);
            var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            boolean isWhole = text.length() <= LONGEST
                    && (scheme.equals("https") || scheme.equals("http"))
                    && url.getHost() != null
                    && (!NUMBER.matcher(url.getHost()).matches()
                            || PLAIN.matcher(url.getHost()).matches())
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && url.getPort() != 0
                    && url.getPort() <= HIGHEST_PORT;
            return isWhole ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Problem notAllowed() {
        return Problem.badRequest(
                "base_url_not_allowed",
                "base_url must be an https address without user, query or fragment, of a host in the public internet.");
    }
}
