package io.parley.completion.answering.kafka;

import io.parley.completion.answering.AnswerLog;
import io.parley.completion.answering.AnswersHere;
import io.parley.completion.answering.FollowConversations;
import io.parley.events.log.Topics;
import io.parley.platform.log.ConversationLog;
import io.parley.platform.log.ConversationView;
import io.parley.platform.log.LiveTopic;
import io.parley.platform.log.LogBarrier;
import io.parley.platform.log.TopicReader;
import io.parley.platform.log.TopicReaders;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Connects answering with the log and the live topic. */
@Configuration(proxyBeanMethods = false)
class AnsweringKafkaConfiguration {

    @Bean
    AnswerLog answerLog(ConversationLog conversations, LiveTopic live, LogBarrier barrier) {
        return new KafkaAnswerLog(conversations, live, barrier);
    }

    @Bean
    ConversationView answeringView(FollowConversations conversations) {
        return new AnsweringView(conversations);
    }

    /** From now on: before this process started there was nothing of it to stop. */
    @Bean
    TopicReader stopReader(TopicReaders readers, AnswersHere answers) {
        return readers.reader(Topics.LIVE, Duration.ZERO, new StopListener(answers));
    }
}
