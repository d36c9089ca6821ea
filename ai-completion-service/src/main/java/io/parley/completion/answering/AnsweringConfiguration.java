package io.parley.completion.answering;

import io.parley.completion.chatbot.Chatbots;
import io.parley.completion.model.LanguageModel;
import io.parley.completion.model.ProviderCredentials;
import io.parley.completion.prompt.PromptAssembler;
import io.parley.platform.log.LogProperties;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the use cases of answering together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AnsweringProperties.class)
class AnsweringConfiguration {

    @Bean
    Replica replica(LogProperties properties) {
        return Replica.started(properties.member());
    }

    @Bean
    AnswersHere answersHere(
            Chatbots chatbots,
            ProviderCredentials credentials,
            LanguageModel model,
            AnswerLog answers,
            OpenAnswers open,
            Contexts contexts,
            AnsweringProperties properties) {
        var question = new AnswerQuestion(
                chatbots, credentials, model, new PromptAssembler(properties.newest()), answers, properties);
        return new AnswersHere(
                question, new EndAnswer(open, answers), open, contexts, answers, properties, Clock.systemUTC());
    }

    @Bean
    FollowConversations followConversations(Contexts contexts, OpenAnswers open, AnswersHere here) {
        return new FollowConversations(contexts, open, here);
    }

    @Bean
    LeaseRounds leaseRounds(OpenAnswers open, AnswersHere here, AnsweringProperties properties) {
        return new LeaseRounds(open, here, properties);
    }
}
