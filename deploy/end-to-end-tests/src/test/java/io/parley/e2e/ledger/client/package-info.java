/**
 * The clients that keep the ledgers, written from the client contract: sockets of their own, reconnection with full jitter,
 * resume from their own cursor, and the same {@code client_message_id} for what was not acknowledged.
 */
@NullMarked
package io.parley.e2e.ledger.client;

import org.jspecify.annotations.NullMarked;
