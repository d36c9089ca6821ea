package io.parley.session.people;

import io.parley.events.ConversationAccess;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.platform.identity.Caller;

/** In what part a caller speaks: whatever a client says of itself counts for nothing. */
public final class Speaker {

    private Speaker() {}

    /** The owner speaks as a user, whatever else it may be; anybody else who takes part is an agent. */
    public static Sender of(Caller caller, ConversationAccess access) {
        boolean agent = !access.isOwnedBy(caller.userId()) && caller.isAgent();
        return new Sender(caller.userId(), agent ? SenderType.AGENT : SenderType.USER, caller.name());
    }
}
