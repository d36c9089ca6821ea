package io.parley.gateway.access;

import java.time.Instant;

/** What a caller shows once, in place of a token, to open a socket from a browser. */
public record ConnectTicket(String value, Instant expiresAt) {}
