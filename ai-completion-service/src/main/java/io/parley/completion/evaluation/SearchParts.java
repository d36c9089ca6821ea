package io.parley.completion.evaluation;

import io.parley.completion.document.DocumentKey;
import io.parley.completion.document.Passage;
import io.parley.completion.retrieval.Embeddings;
import io.parley.completion.retrieval.PassageSearch;
import io.parley.completion.retrieval.PassageSearch.Hit;
import io.parley.completion.retrieval.PassageSearch.IndexedDocument;
import io.parley.completion.retrieval.PassageSearch.Scope;
import io.parley.completion.retrieval.PassageSearch.Searchable;
import io.parley.completion.retrieval.RetrievalProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.context.support.GenericApplicationContext;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The index and the embedding model of the service, without the service. */
final class SearchParts implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final ConfigurableApplicationContext context;
    final PassageSearch search;
    final Embeddings embeddings;
    final RetrievalProperties properties;

    private SearchParts(ConfigurableApplicationContext context) {
        this.context = context;
        this.search = context.getBean(PassageSearch.class);
        this.embeddings = context.getBean(Embeddings.class);
        this.properties = context.getBean(RetrievalProperties.class);
    }

    /** Spring wants a class to begin with; the beans are those of the two folders. */
    static final class Nothing {}

    static SearchParts start() {
        var properties =
                new RetrievalProperties(Duration.ofSeconds(1), 0.2, 50, 6_000, Duration.ofSeconds(1), 2, 1, 1, "");
        return new SearchParts(new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .initializers(context -> {
                    var generic = (GenericApplicationContext) context;
                    generic.registerBean(RetrievalProperties.class, () -> properties);
                    var _ = new ClassPathBeanDefinitionScanner(generic)
                            .scan(
                                    "io.parley.completion.retrieval.lucene",
                                    "io.parley.completion.retrieval.langchain4j");
                })
                .run("--logging.level.root=WARN", "--logging.level.ai.djl=ERROR", "--spring.main.banner-mode=off"));
    }

    /** Embeds and indexes passages. */
    void index(List<Passage> passages) {
        var documents = new LinkedHashMap<DocumentKey, List<Passage>>();
        passages.forEach(passage -> documents
                .computeIfAbsent(passage.document(), _ -> new ArrayList<>())
                .add(passage));
        await(search.putAll(Flux.fromIterable(documents.entrySet())
                .concatMap(document -> entry(document.getKey(), document.getValue()), 1)));
    }

    private Mono<IndexedDocument> entry(DocumentKey document, List<Passage> passages) {
        return Flux.fromIterable(passages)
                .concatMap(
                        passage -> embeddings
                                .ofPassages(embeddings.parts(passage))
                                .map(vectors -> new Searchable(passage, vectors)),
                        1)
                .collectList()
                .map(all -> new IndexedDocument(document, embeddings.model(), all));
    }

    List<Hit> byWords(Scope scope, String question) {
        return await(search.byWords(scope, question, properties.candidates()));
    }

    List<Hit> byMeaning(Scope scope, String question) {
        return byMeaning(scope, vector(question));
    }

    List<Hit> byMeaning(Scope scope, float[] vector) {
        return await(search.byMeaning(scope, embeddings.model(), vector, properties.candidates()));
    }

    float[] vector(String question) {
        return await(embeddings.ofQuestion(question));
    }

    private static <T> T await(Mono<T> what) {
        try {
            return what.toFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the search failed", e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
