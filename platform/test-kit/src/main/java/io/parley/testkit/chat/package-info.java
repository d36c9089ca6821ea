/**
 * A chat client written from the client contract alone, for tests that come in through the gateway: tokens of an outside
 * issuer, HTTP calls, sockets, and a checker that holds every socket's frames against the contract.
 */
@NullMarked
package io.parley.testkit.chat;

import org.jspecify.annotations.NullMarked;
