package io.parley.gateway.access;

import java.time.Instant;

/** A guest's token, and how long it lasts. */
public record GuestPass(String token, String userId, Instant expiresAt) {}
