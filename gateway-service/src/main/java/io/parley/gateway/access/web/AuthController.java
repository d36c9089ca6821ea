package io.parley.gateway.access.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.parley.gateway.access.AccessDenied;
import io.parley.gateway.access.AccessProperties;
import io.parley.gateway.access.AccessProperties.GuestProperties;
import io.parley.gateway.access.ConnectTickets;
import io.parley.gateway.access.GuestCounts;
import io.parley.gateway.access.GuestPass;
import io.parley.gateway.access.GuestPasses;
import io.parley.gateway.admission.ClientAddress;
import io.parley.gateway.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Guests and tickets, and the keys guests are verified with. */
@RestController
class AuthController {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Duration KEYS_FRESH = Duration.ofMinutes(5);

    record TicketAnswer(
            String ticket, @JsonProperty("expires_at") String expiresAt) {}

    record GuestAnswer(
            String token,
            @JsonProperty("user_id") String userId,
            @JsonProperty("expires_at") String expiresAt,
            @JsonProperty("token_type") String tokenType) {}

    private final ConnectTickets tickets;
    private final GuestPasses guests;
    private final GuestCounts counts;
    private final GuestProperties limits;
    private final ClientAddress addresses;
    private final JsonMapper json;

    AuthController(
            ConnectTickets tickets,
            GuestPasses guests,
            GuestCounts counts,
            AccessProperties properties,
            ClientAddress addresses,
            JsonMapper json) {
        this.tickets = tickets;
        this.guests = guests;
        this.counts = counts;
        this.limits = properties.guests();
        this.addresses = addresses;
        this.json = json;
    }

    @PostMapping("/auth/ticket")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<TicketAnswer> ticket(ServerWebExchange exchange) {
        return tickets.issue(
                        Callers.of(exchange), exchange.getRequest().getHeaders().getOrigin())
                .map(ticket -> new TicketAnswer(ticket.value(), time(ticket.expiresAt())));
    }

    /** Bodies come with and without a content type: read as bytes, so that none is asked for. */
    @PostMapping("/auth/guest")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<GuestAnswer> guest(@RequestBody(required = false) byte @Nullable [] body, ServerWebExchange exchange) {
        if (!limits.enabled()) {
            return Mono.error(Problem.FORBIDDEN.because("Guests are switched off here: a token is needed."));
        }
        return earlierToken(body)
                .map(token -> guests.renew(token)
                        .onErrorMap(AccessDenied.class, denied -> Problem.UNAUTHORIZED.because(denied.reason())))
                .orElseGet(() ->
                        counts.admit(addresses.of(exchange), limits.limit()).then(Mono.defer(guests::welcome)))
                .map(AuthController::answer);
    }

    @GetMapping("/.well-known/jwks.json")
    Mono<ResponseEntity<Map<String, Object>>> keys() {
        return guests.publicKeys()
                .map(keys -> ResponseEntity.ok()
                        .cacheControl(CacheControl.maxAge(KEYS_FRESH).cachePublic())
                        .body(keys));
    }

    private Optional<String> earlierToken(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            return Optional.empty();
        }
        JsonNode token = object(body).path("token");
        if (token.isMissingNode() || token.isNull()) {
            return Optional.empty();
        }
        if (!token.isString()) {
            throw Problem.BAD_REQUEST.because("token is a string.");
        }
        return Optional.of(token.stringValue());
    }

    private JsonNode object(byte[] body) {
        try {
            JsonNode read = json.readTree(body);
            if (read.isObject()) {
                return read;
            }
        } catch (JacksonException malformed) {
            throw Problem.BAD_REQUEST.because("The body is no JSON.");
        }
        throw Problem.BAD_REQUEST.because("The body is no JSON object.");
    }

    private static GuestAnswer answer(GuestPass pass) {
        return new GuestAnswer(pass.token(), pass.userId(), time(pass.expiresAt()), "Bearer");
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }
}
