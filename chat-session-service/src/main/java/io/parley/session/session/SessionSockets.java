package io.parley.session.session;

/** The sockets this replica has open for a session. */
public interface SessionSockets {

    int count(String sessionId);
}
