package io.parley.session.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where sessions are kept. One document for each user and chatbot decides which session is theirs. */
public interface ChatSessions {

    Mono<ChatSession> find(String sessionId);

    /** The last session of a user with a chatbot, ended or not. */
    Mono<ChatSession> findLast(String tenant, String userId, String chatbotId);

    /**
     * Makes a session the one of its user and chatbot, if that is still {@code previous}. Answers whether it is now:
     * of several that try at the same instant one succeeds.
     */
    Mono<Boolean> open(ChatSession session, @Nullable String previous, Instant now);

    /** Opens a session again that had ended. */
    Mono<Void> revive(ChatSession session, Instant now);

    Mono<Void> end(ChatSession session, @Nullable Instant byUserAt);

    /** Its user asks for a session that is open: it does not end with its last socket any more. */
    Mono<Void> askedFor(String sessionId, Instant now);

    /** Somebody is using these sessions. */
    Mono<Void> touch(Iterable<String> sessionIds, Instant now);

    /** Notes how many sockets a replica has for a session. */
    Mono<Void> countSockets(String sessionId, String replica, int sockets);

    /** How many sockets other replicas have for a session, and whether it is to end with the last of all. */
    Mono<OpenSession> findOpen(String sessionId, String exceptReplica);

    Mono<Void> endWithLastSocket(String sessionId);

    /** Open sessions that nobody has used since a moment. */
    Flux<ChatSession> findIdle(Instant since);

    /** @param socketsElsewhere on other replicas than the one that asks */
    record OpenSession(int socketsElsewhere, boolean endsWithLastSocket) {}
}
