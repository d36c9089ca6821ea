package io.parley.completion.retrieval;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How documents are searched.
 *
 * @param limit how long an answer waits for it
 * @param minScore what a passage must score to count as found, where a chatbot does not say
 * @param candidates how many passages each of the two rankings gives to be joined
 * @param characters how many of passages a prompt has at most
 * @param follow how often a replica looks for what others did to documents
 * @param searchThreads how many searches run at a time; others wait in order
 * @param embeddingThreads how many texts are embedded at a time in this process
 * @param embeddingShare how much of their time those threads spend on passages at most, from 0 to 1, so that answers
 *     keep the rest of a small machine
 * @param directory where the index lies while the process runs; empty for the system's temporary folder
 */
@ConfigurationProperties("parley.retrieval")
public record RetrievalProperties(
        @DefaultValue("1s") Duration limit,
        @DefaultValue("0.2") double minScore,
        @DefaultValue("50") int candidates,
        @DefaultValue("6000") int characters,
        @DefaultValue("1s") Duration follow,
        @DefaultValue("2") int searchThreads,
        @DefaultValue("1") int embeddingThreads,
        @DefaultValue("0.8") double embeddingShare,
        @DefaultValue("") String directory) {

    public RetrievalProperties {
        if (minScore < 0 || minScore > 1 || embeddingShare <= 0 || embeddingShare > 1) {
            throw new IllegalArgumentException("min-score and embedding-share are numbers from 0 to 1");
        }
        if (candidates < 1 || characters < 200 || searchThreads < 1 || embeddingThreads < 1) {
            throw new IllegalArgumentException(
                    "candidates and threads are at least 1, characters at least 200: a prompt has to hold a passage");
        }
    }
}
