package io.parley.session.chatbot.kafka;

import io.parley.events.Chatbot;
import io.parley.events.log.Topics;
import io.parley.events.log.WireJson;
import io.parley.platform.log.LogProperties;
import io.parley.platform.log.TopicReader;
import io.parley.platform.log.TopicReaders;
import io.parley.session.chatbot.CatalogueBarrier;
import io.parley.session.chatbot.ChatbotCatalogue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps the catalogue as the topic has it, from its beginning on. */
@Configuration(proxyBeanMethods = false)
class ChatbotKafkaConfiguration {

    @Bean
    ChatbotCatalogue chatbotCatalogue() {
        return new ChatbotCatalogue();
    }

    @Bean
    TopicReader chatbotReader(TopicReaders readers, ChatbotCatalogue catalogue) {
        return readers.reader(Topics.CHATBOTS, null, record -> on(record, catalogue));
    }

    @Bean
    CatalogueBarrier catalogueBarrier(LogProperties properties, TopicReader chatbotReader) {
        return new KafkaCatalogueBarrier(properties, chatbotReader);
    }

    private static void on(ConsumerRecord<String, byte[]> record, ChatbotCatalogue catalogue) {
        if (record.value() == null) {
            catalogue.remove(record.key());
        } else {
            catalogue.put(WireJson.mapper().readValue(record.value(), Chatbot.class));
        }
    }
}
