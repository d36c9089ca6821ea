package io.parley.completion.answering;

import io.parley.completion.chatbot.Chatbots;
import io.parley.completion.model.LanguageModel;
import io.parley.completion.model.ProviderCredentials;
import io.parley.completion.prompt.PromptAssembler;
import io.parley.completion.prompt.QuotedDocuments;
import io.parley.completion.retrieval.Retrieval;
import io.parley.completion.retrieval.RetrievalProperties;
import io.parley.completion.usage.TokenBudgets;
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
    LeaseWatch leaseWatch(AnsweringProperties properties) {
        return new LeaseWatch(properties.lease());
    }

    @Bean
    AnswersHere answersHere(
            Chatbots chatbots,
            ProviderCredentials credentials,
            TokenBudgets budgets,
            LanguageModel model,
            AnswerLog answers,
            OpenAnswers open,
            Contexts contexts,
            LeaseWatch leases,
            AnsweringProperties properties,
            Retrieval retrieval,
            RetrievalProperties retrievalProperties) {
        var question = new AnswerQuestion(
                chatbots,
                credentials,
                budgets,
                model,
                new PromptAssembler(properties.newest()),
                answers,
                leases,
                properties,
                new GroundAnswer(retrieval, new QuotedDocuments(retrievalProperties.characters())));
        return new AnswersHere(
                question, new EndAnswer(open, answers), open, contexts, answers, properties, Clock.systemUTC());
    }

    @Bean
    FollowConversations followConversations(
            Chatbots chatbots, Contexts contexts, OpenAnswers open, AnswersHere here, TokenBudgets budgets) {
        return new FollowConversations(chatbots, contexts, open, here, budgets);
    }

    @Bean
    LeaseRounds leaseRounds(OpenAnswers open, AnswersHere here, LeaseWatch leases, AnsweringProperties properties) {
        return new LeaseRounds(open, here, leases, properties);
    }
}
