package io.parley.completion.model;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The provider the suite's own key belongs to, and how it is called.
 *
 * @param apiKey the suite's key; empty for none
 * @param baseUrl of an API of OpenAI's shape; empty for OpenAI's own
 * @param name of the model, where a chatbot names none
 * @param maxConnections to one provider; as many calls run at a time
 * @param connectLimit how long connecting may take
 * @param idleLimit how long a provider may send nothing while it is being read
 */
@ConfigurationProperties("parley.model")
public record ModelProperties(
        @DefaultValue("") String apiKey,
        @DefaultValue("") String baseUrl,
        @DefaultValue("") String name,
        @DefaultValue("512") int maxConnections,
        @DefaultValue("5s") Duration connectLimit,
        @DefaultValue("30s") Duration idleLimit) {

    public ModelProperties {
        baseUrl = baseUrl.isBlank() ? "https://api.openai.com/v1" : baseUrl.strip();
        name = name.isBlank() ? "gpt-4o-mini" : name.strip();
    }

    @Override
    public String toString() {
        return "ModelProperties[" + name + " at " + baseUrl + "]";
    }
}
