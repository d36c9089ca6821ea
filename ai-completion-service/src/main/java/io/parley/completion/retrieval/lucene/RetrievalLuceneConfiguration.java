package io.parley.completion.retrieval.lucene;

import io.parley.completion.retrieval.PassageSearch;
import io.parley.completion.retrieval.RetrievalProperties;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The index, in a new folder each time the process starts. */
@Configuration(proxyBeanMethods = false)
class RetrievalLuceneConfiguration {

    @Bean(destroyMethod = "close")
    PassageSearch passageSearch(RetrievalProperties properties) throws IOException {
        var parent = Path.of(
                properties.directory().isBlank() ? System.getProperty("java.io.tmpdir") : properties.directory());
        return new LucenePassageSearch(IndexFolders.create(parent), properties.searchThreads());
    }
}
