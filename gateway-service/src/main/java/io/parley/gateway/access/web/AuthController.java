package io.parley.gateway.access.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.parley.gateway.access.AccessDenied;
import io.parley.gateway.access.AccessProperties;
import io.parley.gateway.access.AccessProperties.GuestProperties;
import io.parley.gateway.access.ConnectTickets;
import io.parley.gateway.access.GuestCounts;
import io.parley.gateway.access.GuestPass;
import io.parley.gateway.access.GuestPasses;
import io.parley.gateway.admission.web.ClientAddress;
import io.parley.gateway.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
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
    private static final int LARGEST_BODY = 32 * 1024;
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

    @PostMapping("/auth/guest")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<GuestAnswer> guest(ServerWebExchange exchange) {
        if (!limits.enabled()) {
            return Mono.error(Problem.FORBIDDEN.because("Guests are switched off here: a token is needed."));
        }
        return body(exchange)
                .map(this::earlierToken)
                .flatMap(token -> token.isPresent() ? renewed(token.get()) : welcomed(exchange))
                .map(AuthController::answer);
    }

    @GetMapping("/.well-known/jwks.json")
    Mono<ResponseEntity<Map<String, Object>>> keys() {
        return guests.publicKeys()
                .map(keys -> ResponseEntity.ok()
                        .cacheControl(CacheControl.maxAge(KEYS_FRESH).cachePublic())
                        .body(keys));
    }

    private Mono<GuestPass> renewed(String token) {
        return guests.renew(token)
                .onErrorMap(AccessDenied.class, denied -> Problem.UNAUTHORIZED.because(denied.reason()));
    }

    private Mono<GuestPass> welcomed(ServerWebExchange exchange) {
        return counts.admit(addresses.of(exchange), limits.limit()).then(Mono.defer(guests::welcome));
    }

    /** Bodies come with and without a content type, and with the one curl invents: none is looked at. */
    private static Mono<byte[]> body(ServerWebExchange exchange) {
        // Copied piece by piece: pieces that are joined, and then refused together, are released twice.
        return exchange.getRequest()
                .getBody()
                .map(AuthController::bytes)
                .collect(ByteArrayOutputStream::new, AuthController::add)
                .map(ByteArrayOutputStream::toByteArray);
    }

    private static byte[] bytes(DataBuffer piece) {
        byte[] bytes = new byte[piece.readableByteCount()];
        piece.read(bytes);
        DataBufferUtils.release(piece);
        return bytes;
    }

    private static void add(ByteArrayOutputStream body, byte[] piece) {
        if (body.size() + piece.length > LARGEST_BODY) {
            throw Problem.PAYLOAD_TOO_LARGE.because("The body is larger than " + LARGEST_BODY + " bytes.");
        }
        body.writeBytes(piece);
    }

    private Optional<String> earlierToken(byte[] body) {
        if (body.length == 0) {
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
