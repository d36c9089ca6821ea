package io.parley.gateway.access;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One-use tickets, bound to a caller and the page's origin. */
public interface ConnectTickets {

    Mono<ConnectTicket> issue(Caller caller, @Nullable String origin);

    /** The caller the ticket was issued to; {@link AccessDenied} if used, late, unknown or shown by another origin. */
    Mono<Caller> redeem(String ticket, @Nullable String origin);
}
