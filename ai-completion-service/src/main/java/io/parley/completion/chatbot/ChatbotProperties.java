package io.parley.completion.chatbot;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * Which chatbots there are.
 *
 * @param seed file of those that are put in at each start; personas lie beside it
 * @param persona file of the persona that a chatbot gets which is made without one
 */
@ConfigurationProperties("parley.chatbots")
record ChatbotProperties(
        @DefaultValue("classpath:chatbots.json") Resource seed,
        @DefaultValue("classpath:prompts/assistant.md") Resource persona) {}
