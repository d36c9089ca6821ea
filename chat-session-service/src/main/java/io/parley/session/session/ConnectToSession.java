package io.parley.session.session;

import io.parley.events.Chatbot;
import io.parley.platform.identity.Caller;
import io.parley.session.chatbot.ChatbotCatalogue;
import java.time.Clock;
import reactor.core.publisher.Mono;

/** Lets a socket into its session. */
public final class ConnectToSession {

    private final ChatSessions sessions;
    private final OpenSession openSession;
    private final ChatbotCatalogue chatbots;
    private final Clock clock;

    public ConnectToSession(ChatSessions sessions, OpenSession openSession, ChatbotCatalogue chatbots, Clock clock) {
        this.sessions = sessions;
        this.openSession = openSession;
        this.chatbots = chatbots;
        this.clock = clock;
    }

    /** @param chatbotName to greet with */
    public record Connected(ChatSession session, String chatbotName) {}

    /** The session, revived if its user ended it a moment ago; empty where there is none for this caller. */
    public Mono<Connected> connect(Caller caller, String sessionId) {
        return sessions.find(sessionId)
                .filter(session -> session.belongsTo(caller.tenant(), caller.userId()))
                .flatMap(this::alive)
                .map(session -> new Connected(
                        session,
                        chatbots.find(caller.tenant(), session.chatbotId())
                                .map(Chatbot::name)
                                .orElse(session.chatbotId())));
    }

    private Mono<ChatSession> alive(ChatSession session) {
        var now = clock.instant();
        if (!session.ended()) {
            return Mono.just(session);
        }
        return openSession.isRevivable(session, now)
                ? sessions.revive(session, now).thenReturn(session)
                : Mono.empty();
    }
}
