package io.parley.session;

import io.parley.platform.log.ConversationLog;
import io.parley.platform.log.LiveTopic;
import io.parley.platform.log.LogBarrier;
import io.parley.platform.log.LogProperties;
import io.parley.platform.log.LogTopology;
import io.parley.platform.log.TopicReader;
import io.parley.session.acceptance.AcceptanceProperties;
import io.parley.session.acceptance.MessageLimits;
import io.parley.session.acceptance.SubmitMessage;
import io.parley.session.chatbot.CatalogueBarrier;
import io.parley.session.chatbot.ChatbotCatalogue;
import io.parley.session.connection.Attendance;
import io.parley.session.connection.ChatConnection;
import io.parley.session.connection.ConnectionProperties;
import io.parley.session.connection.LiveConnections;
import io.parley.session.conversation.Conversations;
import io.parley.session.delivery.DeliveryProperties;
import io.parley.session.delivery.LiveConversations;
import io.parley.session.delivery.LogScan;
import io.parley.session.delivery.LogTail;
import io.parley.session.delivery.MissedFacts;
import io.parley.session.polling.PollEvents;
import io.parley.session.revision.MarkRead;
import io.parley.session.revision.RegenerateAnswer;
import io.parley.session.revision.ReviseMessage;
import io.parley.session.session.ChatSessions;
import io.parley.session.session.ConnectToSession;
import io.parley.session.session.EndSession;
import io.parley.session.session.OpenSession;
import io.parley.session.session.SessionProperties;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
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
            Conversations conversations,
            LogBarrier barrier,
            @Qualifier("logReader") ObjectProvider<TopicReader> logReader,
            LogTopology topology,
            Clock clock) {
        // The reader feeds the conversations, which ask it in turn how far it is.
        return new LiveConversations(
                conversations, barrier, key -> barrier.await(key, logReader.getObject()), topology.epoch(), clock);
    }

    @Bean
    LogTail logTail(DeliveryProperties properties, Clock clock) {
        return new LogTail(properties.tail().toBytes(), clock);
    }

    @Bean
    PollEvents pollEvents(MissedFacts missedFacts) {
        return new PollEvents(missedFacts);
    }

    @Bean
    MissedFacts missedFacts(LogTail tail, LogScan scan, LiveConversations conversations, LogTopology topology) {
        return new MissedFacts(tail, scan, conversations, topology.epoch(), topology.partitions());
    }

    @Bean
    LiveConnections liveConnections(LiveTopic live, LogProperties log, Clock clock) {
        return new LiveConnections(new Attendance(live, log.member()), clock);
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
            CatalogueBarrier announced,
            Conversations conversations,
            ConversationLog log,
            LogBarrier barrier,
            SessionProperties properties,
            Clock clock) {
        return new OpenSession(
                sessions, endSession, chatbots, announced, conversations, log, barrier, properties, clock);
    }

    @Bean
    ConnectToSession connectToSession(
            ChatSessions sessions, OpenSession openSession, ChatbotCatalogue chatbots, Clock clock) {
        return new ConnectToSession(sessions, openSession, chatbots, clock);
    }

    @Bean
    ChatConnection.Services connectionServices(
            SubmitMessage submitMessage,
            ReviseMessage reviseMessage,
            MarkRead markRead,
            RegenerateAnswer regenerateAnswer,
            MissedFacts missedFacts,
            ChatSessions sessions,
            AcceptanceProperties acceptance,
            ConversationLog log,
            LiveTopic live,
            ConnectionProperties properties,
            Clock clock) {
        return new ChatConnection.Services(
                submitMessage,
                reviseMessage,
                markRead,
                regenerateAnswer,
                missedFacts,
                sessions,
                acceptance,
                log,
                live,
                properties,
                clock);
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
