package io.parley.completion.model.langchain4j;

import io.parley.completion.model.LanguageModel;
import io.parley.completion.model.ModelProperties;
import io.parley.completion.model.ProviderStreams;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Asks models through LangChain4j. */
@Configuration(proxyBeanMethods = false)
class ModelLangChain4jConfiguration {

    @Bean
    LanguageModel languageModel(ProviderStreams streams, ModelProperties properties) {
        return new LangChain4jLanguageModel(streams, properties);
    }
}
