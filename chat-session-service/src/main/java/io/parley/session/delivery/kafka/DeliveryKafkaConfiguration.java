package io.parley.session.delivery.kafka;

import io.parley.events.MessagePosted;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.FactCodec;
import io.parley.events.log.LoggedFact;
import io.parley.events.log.Topics;
import io.parley.platform.log.LogProperties;
import io.parley.platform.log.TopicReader;
import io.parley.platform.log.TopicReaders;
import io.parley.session.acceptance.MessageLimits;
import io.parley.session.delivery.LiveConversations;
import io.parley.session.delivery.LogScan;
import io.parley.session.delivery.LogTail;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Reads the whole log and the whole live topic for this replica's sockets, beside the group that writes the view:
 * a socket may be on any replica, whoever has its partition.
 */
@Configuration(proxyBeanMethods = false)
class DeliveryKafkaConfiguration {

    /** As long as live signals are kept: the ends of answers whose pieces are still there. */
    private static final Duration BACK = Duration.ofMinutes(15);

    @Bean
    TopicReader logReader(TopicReaders readers, LiveConversations conversations, MessageLimits limits, LogTail tail) {
        return readers.reader(Topics.CONVERSATIONS, BACK, record -> onFact(record, conversations, limits, tail));
    }

    @Bean
    LogScan logScan(LogProperties properties) {
        return new KafkaLogScan(properties);
    }

    @Bean
    TopicReader liveReader(TopicReaders readers, LiveConversations conversations) {
        return readers.reader(Topics.LIVE, BACK, record -> onSignal(record, conversations));
    }

    private static void onFact(
            ConsumerRecord<String, byte[]> record,
            LiveConversations conversations,
            MessageLimits limits,
            LogTail tail) {
        if (record.value() == null) {
            return;
        }
        var fact = FactCodec.decodeFact(record.value());
        if (fact == null) {
            return;
        }
        var logged = new LoggedFact(
                ConversationKey.ofRecordKey(record.key()),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                fact);
        if (fact instanceof MessagePosted posted) {
            limits.posted(
                    logged.conversation().tenant(),
                    logged.conversation().conversation(),
                    posted.sender().id(),
                    posted.messageId(),
                    logged.at());
        }
        // First: who is shown a fact may ask at once for what was before it.
        tail.add(logged.conversation(), logged.partition(), logged.seq(), logged.at(), record.value());
        conversations.onFact(logged);
    }

    private static void onSignal(ConsumerRecord<String, byte[]> record, LiveConversations conversations) {
        if (record.value() == null) {
            return;
        }
        var signal = FactCodec.decodeSignal(record.value());
        int slash = record.key().indexOf('/');
        if (signal != null && slash > 0) {
            conversations.onSignal(
                    new ConversationKey(
                            record.key().substring(0, slash), record.key().substring(slash + 1)),
                    signal,
                    Instant.ofEpochMilli(record.timestamp()));
        }
    }
}
