package io.parley.gateway.access.mongo;

import com.mongodb.client.model.Filters;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.parley.gateway.access.AccessDenied;
import io.parley.gateway.access.Caller;
import io.parley.gateway.access.ClaimRules;
import io.parley.gateway.access.ConnectTicket;
import io.parley.gateway.access.ConnectTickets;
import io.parley.gateway.access.Role;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Objects;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tickets under the hash of their value; taking one out is what uses it up, on whichever replica. */
@Component
class MongoConnectTickets implements ConnectTickets {

    private static final Duration LIFE = Duration.ofSeconds(30);
    private static final int RANDOM_BYTES = 16;

    private final GatewayDatabase database;
    private final MongoCollection<Document> tickets;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    MongoConnectTickets(GatewayDatabase database, Clock clock) {
        this.database = database;
        this.tickets = database.collection("tickets");
        this.clock = clock;
    }

    @Override
    public Mono<ConnectTicket> issue(Caller caller, @Nullable String origin) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant until = clock.instant().plus(LIFE);
        Document document = new Document("_id", GatewayDatabase.fingerprint(value))
                .append("until", Date.from(until))
                .append("origin", origin)
                .append("tenant", caller.tenant())
                .append("user_id", caller.userId())
                .append("role", caller.role().name())
                .append("name", caller.name())
                .append("caller_until", Date.from(caller.expiresAt()));
        return database.call(tickets.insertOne(document)).thenReturn(new ConnectTicket(value, until));
    }

    @Override
    public Mono<Caller> redeem(String ticket, @Nullable String origin) {
        Instant now = clock.instant();
        return database.call(tickets.findOneAndDelete(Filters.eq("_id", GatewayDatabase.fingerprint(ticket))))
                .filter(found -> now.isBefore(found.getDate("until").toInstant()))
                .filter(found -> Objects.equals(origin, found.getString("origin")))
                .map(MongoConnectTickets::caller)
                .filter(caller -> now.isBefore(caller.expiresAt().plus(ClaimRules.SKEW)))
                .switchIfEmpty(
                        Mono.error(() -> new AccessDenied("The ticket was used, is late, or is of another page.")));
    }

    Mono<Void> forgetEnded() {
        return database.call(tickets.deleteMany(Filters.lte("until", Date.from(clock.instant()))))
                .then();
    }

    private static Caller caller(Document found) {
        return new Caller(
                found.getString("tenant"),
                found.getString("user_id"),
                Role.valueOf(found.getString("role")),
                found.getString("name"),
                found.getDate("caller_until").toInstant());
    }
}
