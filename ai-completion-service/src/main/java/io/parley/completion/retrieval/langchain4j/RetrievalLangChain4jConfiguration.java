package io.parley.completion.retrieval.langchain4j;

import io.parley.completion.retrieval.Embeddings;
import io.parley.completion.retrieval.RetrievalProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The model in this process, on threads of its own. */
@Configuration(proxyBeanMethods = false)
class RetrievalLangChain4jConfiguration {

    /** So many questions at a time are more than answers a replica writes; so many documents more than are taken in. */
    private static final int ROOM = 512;

    @Bean(destroyMethod = "close")
    Embeddings inProcessEmbeddings(RetrievalProperties properties) {
        return new InProcessEmbeddings(new TwoLanes(properties.embeddingThreads(), ROOM, properties.embeddingShare()));
    }
}
