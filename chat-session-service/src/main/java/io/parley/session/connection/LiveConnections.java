package io.parley.session.connection;

import io.parley.session.session.ChatSessions;
import io.parley.session.session.EndSession;
import io.parley.session.session.SessionSockets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The sockets of this replica: counts them for their sessions, and looks after them by one clock for all. */
public final class LiveConnections implements SessionSockets {

    private static final Logger log = LoggerFactory.getLogger(LiveConnections.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration SWEEP = Duration.ofMinutes(1);

    private final Set<ChatConnection> connections = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> sessions = new ConcurrentHashMap<>();
    private final Attendance attendance;
    private final Clock clock;
    private volatile Disposable.Composite clocks = Disposables.composite();
    private volatile boolean goingAway;

    public LiveConnections(Attendance attendance, Clock clock) {
        this.attendance = attendance;
        this.clock = clock;
    }

    /** Begins to look after sockets, and to end sessions that stand idle. */
    public void start(ChatSessions chatSessions, EndSession endSession) {
        goingAway = false;
        clocks = Disposables.composite();
        clocks.add(attendance.start());
        clocks.add(Flux.interval(TICK, Schedulers.parallel()).subscribe(_ -> tick()));
        clocks.add(Flux.interval(SWEEP, Schedulers.parallel())
                .onBackpressureDrop()
                .concatMap(_ -> chatSessions
                        .touch(Set.copyOf(sessions.keySet()), clock.instant())
                        .then(endSession.endIdle())
                        .onErrorResume(failure -> {
                            log.warn("Idle sessions could not be looked after: {}", failure.toString());
                            return Mono.empty();
                        }))
                .subscribe());
    }

    private void tick() {
        var now = clock.instant();
        connections.forEach(connection -> connection.tick(now));
    }

    public void add(ChatConnection connection) {
        connections.add(connection);
        var session = connection.sessionId();
        if (session != null) {
            sessions.merge(session, 1, Integer::sum);
        }
        attendance.came(connection.conversation(), connection.sender());
        // Added first: one that comes while the others are sent away is met there or here.
        if (goingAway) {
            connection.close(CloseReason.GOING_AWAY);
        }
    }

    public void remove(ChatConnection connection) {
        if (connections.remove(connection)) {
            var session = connection.sessionId();
            if (session != null) {
                sessions.computeIfPresent(session, (_, count) -> count == 1 ? null : count - 1);
            }
            attendance.left(connection.conversation(), connection.sender());
        }
    }

    @Override
    public int count(String sessionId) {
        return sessions.getOrDefault(sessionId, 0);
    }

    @Override
    public void end(String sessionId) {
        connections.stream()
                .filter(connection -> sessionId.equals(connection.sessionId()))
                .forEach(ChatConnection::end);
    }

    /** How many sockets are open here. */
    public int size() {
        return connections.size();
    }

    /** Sends every client away, to come back to another replica or to the next process of this one. */
    public void close() {
        goingAway = true;
        clocks.dispose();
        var ending = connections.stream().collect(Collectors.toSet());
        ending.forEach(connection -> connection.close(CloseReason.GOING_AWAY));
    }
}
