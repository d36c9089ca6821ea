package io.parley.session.session;

import io.parley.events.live.SessionEnded;
import io.parley.platform.identity.Caller;
import io.parley.platform.log.LiveTopic;
import io.parley.platform.problem.Problem;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Ends sessions: never their conversations, and never a running answer. */
public final class EndSession {

    private static final Logger log = LoggerFactory.getLogger(EndSession.class);

    private final ChatSessions sessions;
    private final SessionSockets sockets;
    private final LiveTopic live;
    private final SessionProperties properties;
    private final Clock clock;
    private final String replica;

    public EndSession(
            ChatSessions sessions,
            SessionSockets sockets,
            LiveTopic live,
            SessionProperties properties,
            Clock clock,
            String replica) {
        this.sessions = sessions;
        this.sockets = sockets;
        this.live = live;
        this.properties = properties;
        this.clock = clock;
        this.replica = replica;
    }

    /**
     * Ends a session for its user: at once where at most one socket is open, else with the last one that closes.
     *
     * @param all at once, whatever is open
     */
    public Mono<Void> end(Caller caller, String sessionId, boolean all) {
        return sessions.find(sessionId)
                .filter(session -> session.belongsTo(caller.tenant(), caller.userId()))
                .switchIfEmpty(Mono.error(() -> Problem.notFound("session")))
                .filter(session -> !session.ended())
                .flatMap(session -> sessions.findOpen(sessionId, replica)
                        .map(open -> open.socketsElsewhere() + sockets.count(sessionId))
                        .defaultIfEmpty(0)
                        .flatMap(open -> open > 1 && !all
                                ? sessions.endWithLastSocket(sessionId)
                                : end(session, clock.instant())));
    }

    /** Called when a socket of a session has closed on this replica. */
    public Mono<Void> socketClosed(String sessionId) {
        return sessions.countSockets(sessionId, replica, sockets.count(sessionId))
                .then(sessions.findOpen(sessionId, replica))
                .filter(open -> open.endsWithLastSocket() && open.socketsElsewhere() + sockets.count(sessionId) == 0)
                .flatMap(_ -> sessions.find(sessionId))
                .flatMap(session -> end(session, clock.instant()));
    }

    /** Ends a session because its user opened another one in its place. */
    Mono<Void> replace(ChatSession previous) {
        return end(previous, null);
    }

    /** Ends every session that nobody has used for long. */
    public Mono<Void> endIdle() {
        return sessions.findIdle(clock.instant().minus(properties.idleEnd()))
                .filter(session -> sockets.count(session.id()) == 0)
                .concatMap(session -> end(session, null))
                .then();
    }

    private Mono<Void> end(ChatSession session, @Nullable Instant byUserAt) {
        return sessions.end(session, byUserAt)
                // Here at once, whether or not the live topic is there to tell the other replicas.
                .then(Mono.fromRunnable(() -> sockets.end(session.id())))
                .then(live.publish(session.conversation(), new SessionEnded(session.id())))
                // The session has ended; a socket elsewhere that is not told stays until it closes.
                .onErrorResume(io.parley.platform.log.AppendFailed.class, failed -> {
                    log.warn("The end of session {} could not be told: {}", session.id(), failed.toString());
                    return Mono.empty();
                });
    }
}
