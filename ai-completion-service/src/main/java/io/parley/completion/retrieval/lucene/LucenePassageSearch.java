package io.parley.completion.retrieval.lucene;

import io.parley.completion.document.DocumentKey;
import io.parley.completion.retrieval.PassageSearch;
import io.parley.completion.retrieval.PassageText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.MMapDirectory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * One index for all chatbots of this process, in a folder that lives as long as it does: the system's page cache holds
 * it, not the heap. Whose passages are searched is a filter inside both queries. Only ids are kept; the texts are where
 * passages are kept.
 */
final class LucenePassageSearch implements PassageSearch, AutoCloseable {

    private static final String SCOPE = "scope";
    private static final String DOCUMENT = "document";
    private static final String TEXT = "text";
    private static final String MODEL = "model";

    /** So many windows are looked for in place of a passage: the nearest ones are often of the same passages. */
    private static final int WINDOWS = 2;

    /** Searches and changes that wait; beyond that they are refused, and answers go on without. */
    private static final int WAITING_SEARCHES = 256;

    private static final int WAITING_CHANGES = 1_024;

    private final Path folder;
    private final MMapDirectory directory;
    private final Analyzer analyzer;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final Scheduler searching;
    private final Scheduler changing;

    LucenePassageSearch(Path folder, int threads) throws IOException {
        this(folder, threads, new PassageAnalyzer());
    }

    LucenePassageSearch(Path folder, int threads, Analyzer analyzer) throws IOException {
        this.folder = folder;
        this.analyzer = analyzer;
        directory = new MMapDirectory(folder);
        writer = new IndexWriter(directory, configuration(analyzer));
        searchers = new SearcherManager(writer, null);
        searching = Schedulers.newBoundedElastic(threads, WAITING_SEARCHES, "passage-search", 60, true);
        // One thread: changes of one document are made in the order they came in.
        changing = Schedulers.newBoundedElastic(1, WAITING_CHANGES, "passage-index", 60, true);
    }

    private static IndexWriterConfig configuration(Analyzer analyzer) {
        var merges = new ConcurrentMergeScheduler();
        merges.setMaxMergesAndThreads(2, 1);
        var vectors = new WideVectorsFormat();
        var codec = new Lucene104Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return vectors;
            }
        };
        return new IndexWriterConfig(analyzer)
                .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
                .setMergeScheduler(merges)
                .setCommitOnClose(false)
                .setCodec(codec);
    }

    @Override
    public Mono<Void> put(IndexedDocument document) {
        return changed(() -> {
            write(document);
            searchers.maybeRefreshBlocking();
        });
    }

    @Override
    public Mono<Void> putAll(Flux<IndexedDocument> documents) {
        return documents
                .concatMap(document -> changed(() -> write(document)), 1)
                .then(changed(searchers::maybeRefreshBlocking));
    }

    private void write(IndexedDocument document) throws IOException {
        var documents = new ArrayList<Document>(document.passages().size());
        for (var passage : document.passages()) {
            var words = named(document, passage);
            words.add(new TextField(TEXT, PassageText.of(passage.passage()), Field.Store.NO));
            documents.add(words);
            var model = document.model();
            if (model != null && !passage.vectors().isEmpty()) {
                words.add(new StringField(MODEL, model, Field.Store.NO));
                // A document of the index has one vector, so each window is one, beside the one with the words.
                for (var vector : passage.vectors()) {
                    var window = named(document, passage);
                    window.add(new KnnFloatVectorField(
                            field(model, vector), vector, VectorSimilarityFunction.DOT_PRODUCT));
                    documents.add(window);
                }
            }
        }
        writer.updateDocuments(new Term(DOCUMENT, document.document().toString()), documents);
    }

    private static Document named(IndexedDocument entry, Searchable passage) {
        var document = new Document();
        document.add(new StringField(SCOPE, scope(Scope.of(entry.document())), Field.Store.NO));
        document.add(new StringField(DOCUMENT, entry.document().toString(), Field.Store.NO));
        document.add(new StringField(WordShares.PASSAGE, passage.passage().id(), Field.Store.YES));
        return document;
    }

    /** Vectors of another model, or of another length, are in a field of their own and never compared. */
    private static String field(String model, float[] vector) {
        return "vector/" + vector.length + "/" + model;
    }

    private static String scope(Scope scope) {
        return scope.tenant() + "/" + scope.chatbotId();
    }

    @Override
    public Mono<Void> remove(DocumentKey document) {
        return delete(new Term(DOCUMENT, document.toString()));
    }

    @Override
    public Mono<Void> removeAll(Scope scope) {
        return delete(new Term(SCOPE, scope(scope)));
    }

    private Mono<Void> delete(Term term) {
        return changed(() -> {
            writer.deleteDocuments(term);
            searchers.maybeRefreshBlocking();
        });
    }

    @Override
    public Mono<Void> clear() {
        return changed(() -> {
            writer.deleteAll();
            searchers.maybeRefreshBlocking();
        });
    }

    @Override
    public Mono<Boolean> holds(Scope scope) {
        return searched(searcher -> searcher.count(new TermQuery(new Term(SCOPE, scope(scope)))) > 0);
    }

    @Override
    public Mono<Boolean> lacks(Scope scope, String model) {
        // What has the words stands for its passage.
        var without = new BooleanQuery.Builder()
                .add(new TermQuery(new Term(SCOPE, scope(scope))), BooleanClause.Occur.FILTER)
                .add(new FieldExistsQuery(TEXT), BooleanClause.Occur.FILTER)
                .add(new TermQuery(new Term(MODEL, model)), BooleanClause.Occur.MUST_NOT)
                .build();
        return searched(searcher -> searcher.count(without) > 0);
    }

    @Override
    public Mono<List<Hit>> byWords(Scope scope, String question, int most) {
        return searched(searcher -> {
            var words = WordShares.of(analyzer, TEXT, question, searcher.getIndexReader());
            if (words.isEmpty()) {
                return List.of();
            }
            var top = searcher.search(words.query(new TermQuery(new Term(SCOPE, scope(scope)))), most).scoreDocs;
            return words.hits(searcher, top);
        });
    }

    @Override
    public Mono<List<Hit>> byMeaning(Scope scope, String model, float[] vector, int most) {
        return searched(searcher -> {
            int windows = most * WINDOWS;
            var nearest = new KnnFloatVectorQuery(
                    field(model, vector), vector, windows, new TermQuery(new Term(SCOPE, scope(scope))));
            var hits = new LinkedHashMap<String, Hit>(2 * most);
            for (ScoreDoc found : searcher.search(nearest, windows).scoreDocs) {
                var passage = WordShares.passageId(searcher, found.doc);
                // They come nearest first. Lucene's score of a dot product is (1 + cosine) / 2, so that none is below
                // zero.
                hits.putIfAbsent(passage, new Hit(passage, Math.clamp(2.0 * found.score - 1, 0.0, 1.0)));
            }
            return hits.values().stream().limit(most).toList();
        });
    }

    @FunctionalInterface
    private interface Search<T> {
        T in(IndexSearcher searcher) throws IOException;
    }

    private <T> Mono<T> searched(Search<T> search) {
        return Mono.fromCallable(() -> {
                    var searcher = searchers.acquire();
                    try {
                        return search.in(searcher);
                    } finally {
                        searchers.release(searcher);
                    }
                })
                .subscribeOn(searching);
    }

    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    /** Goes on to its end though nobody waits for it: a thread that is interrupted while it writes closes the index for good. */
    private Mono<Void> changed(Change change) {
        return Mono.defer(() -> {
            var made = Mono.<Void>fromCallable(() -> {
                change.make();
                return null;
            });
            return Mono.fromFuture(made.subscribeOn(changing).toFuture(), true);
        });
    }

    @Override
    public void close() throws IOException {
        searching.dispose();
        changing.dispose();
        searchers.close();
        writer.rollback();
        directory.close();
        IndexFolders.remove(folder);
    }
}
