package io.parley.session;

import io.parley.platform.log.ConversationLog;
import io.parley.platform.log.LiveTopic;
import io.parley.platform.log.LogBarrier;
import io.parley.platform.log.LogProperties;
import io.parley.platform.log.LogTopology;
import io.parley.session.acceptance.AcceptanceProperties;
import io.parley.session.acceptance.MessageLimits;
import io.parley.session.acceptance.SubmitMessage;
import io.parley.session.chatbot.ChatbotCatalogue;
import io.parley.session.connection.ChatConnection;
import io.parley.session.connection.ConnectionProperties;
import io.parley.session.connection.LiveConnections;
import io.parley.session.conversation.Conversations;
import io.parley.session.delivery.LiveConversations;
import io.parley.session.session.ChatSessions;
import io.parley.session.session.ConnectToSession;
import io.parley.session.session.EndSession;
import io.parley.session.session.OpenSession;
import io.parley.session.session.SessionProperties;
import java.time.Clock;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the use cases together. */
@Configuration(proxyBeanMethods = false)
class SessionConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    MessageLimits messageLimits(AcceptanceProperties properties, Clock clock) {
        return new MessageLimits(properties, clock);
    }

    @Bean
    SubmitMessage submitMessage(
            Conversations conversations,
            ChatbotCatalogue chatbots,
            ConversationLog log,
            MessageLimits limits,
            AcceptanceProperties properties,
            Clock clock) {
        return new SubmitMessage(conversations, chatbots, log, limits, properties, clock);
    }

    @Bean(destroyMethod = "close")
    LiveConversations liveConversations(
            Conversations conversations, LogBarrier barrier, LogTopology topology, Clock clock) {
        return new LiveConversations(conversations, barrier, topology.epoch(), clock);
    }

    @Bean
    LiveConnections liveConnections(Clock clock) {
        return new LiveConnections(clock);
    }

    @Bean
    EndSession endSession(
            ChatSessions sessions,
            LiveConnections connections,
            LiveTopic live,
            SessionProperties properties,
            Clock clock,
            LogProperties log) {
        return new EndSession(sessions, connections, live, properties, clock, log.replica());
    }

    @Bean
    OpenSession openSession(
            ChatSessions sessions,
            EndSession endSession,
            ChatbotCatalogue chatbots,
            Conversations conversations,
            ConversationLog log,
            LogBarrier barrier,
            SessionProperties properties,
            Clock clock) {
        return new OpenSession(sessions, endSession, chatbots, conversations, log, barrier, properties, clock);
    }

    @Bean
    ConnectToSession connectToSession(
            ChatSessions sessions, OpenSession openSession, ChatbotCatalogue chatbots, Clock clock) {
        return new ConnectToSession(sessions, openSession, chatbots, clock);
    }

    @Bean
    ChatConnection.Services connectionServices(
            SubmitMessage submitMessage,
            AcceptanceProperties acceptance,
            ConversationLog log,
            LiveTopic live,
            ConnectionProperties properties,
            Clock clock) {
        return new ChatConnection.Services(submitMessage, acceptance, log, live, properties, clock);
    }

    /** Sockets are told to come back before the web server waits for them to end. */
    @Bean
    SmartLifecycle connectionsLifecycle(LiveConnections connections, ChatSessions sessions, EndSession endSession) {
        return new SmartLifecycle() {

            private volatile boolean running;

            @Override
            public void start() {
                connections.start(sessions, endSession);
                running = true;
            }

            @Override
            public void stop() {
                connections.close();
                running = false;
            }

            @Override
            public boolean isRunning() {
                return running;
            }
        };
    }
}
