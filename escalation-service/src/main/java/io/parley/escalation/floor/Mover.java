package io.parley.escalation.floor;

import io.parley.events.Sender;

/**
 * Who moves an escalation at the desk.
 *
 * @param isAdmin admins may also move what is with somebody else
 */
public record Mover(Sender sender, boolean isAdmin) {}
