package io.parley.platform.log;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.mongodb.autoconfigure.DataMongoReactiveAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

/** Gives a service with {@code parley.log.service} the log: appending, a view if it has one, and the read barrier. */
@AutoConfiguration(after = DataMongoReactiveAutoConfiguration.class)
@EnableConfigurationProperties(LogProperties.class)
@ConditionalOnProperty("parley.log.service")
class LogAutoConfiguration {

    @Bean
    LogTopology logTopology(LogProperties properties) {
        return LogTopology.ask(properties.bootstrapServers());
    }

    @Bean
    ConversationLog conversationLog(LogProperties properties, LogTopology topology) {
        return new ConversationLog(properties, topology);
    }

    @Bean
    LiveTopic liveTopic(LogProperties properties, LogTopology topology) {
        return new LiveTopic(properties, topology);
    }

    @Bean
    TopicReaders topicReaders(LogProperties properties) {
        return new TopicReaders(properties);
    }

    @Bean
    ViewProgress viewProgress() {
        return new ViewProgress();
    }

    @Bean
    ViewPositions viewPositions(ReactiveMongoTemplate mongo, LogTopology topology) {
        return new ViewPositions(mongo, topology);
    }

    @Bean
    EndOffsets endOffsets(LogProperties properties, LogTopology topology) {
        return new EndOffsets(properties, topology);
    }

    @Bean
    LogBarrier logBarrier(EndOffsets ends, ViewProgress progress, ViewPositions positions, LogTopology topology) {
        return new LogBarrier(ends, progress, positions, topology);
    }

    @Bean
    @ConditionalOnBean(ConversationView.class)
    ViewContainer viewContainer(
            LogProperties properties,
            ConversationView view,
            ViewPositions positions,
            ViewProgress progress,
            EndOffsets ends) {
        return new ViewContainer(properties, new ViewListener(view, positions, progress), positions, ends);
    }

    @Bean
    LogHealth conversationLogHealthIndicator(
            ViewProgress progress, TopicReaders readers, ObjectProvider<ViewContainer> view) {
        return new LogHealth(progress, readers, view.getIfAvailable());
    }
}
