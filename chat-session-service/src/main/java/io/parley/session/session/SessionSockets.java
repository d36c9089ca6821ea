package io.parley.session.session;

/** The sockets this replica has open for a session. */
public interface SessionSockets {

    int count(String sessionId);

    /** Tells them that their session has ended, and closes them. */
    void end(String sessionId);
}
