package io.parley.session.people;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Conversations that begin under an id their owner chose.
 *
 * @param defaultChatbot who answers their owners; empty where people only talk
 */
@ConfigurationProperties("parley.people")
public record PeopleProperties(@DefaultValue("leta") String defaultChatbot) {}
