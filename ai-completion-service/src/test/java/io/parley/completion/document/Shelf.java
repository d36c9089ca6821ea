package io.parley.completion.document;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Everything of one document in memory, which fails at the call it is told to: there the process dies. */
final class Shelf {

    static final DocumentKey KEY = new DocumentKey("default", "leta", "d-1");

    private final Map<DocumentKey, KnownDocument> known = new LinkedHashMap<>();
    private final Map<DocumentKey, List<byte[]>> pieces = new LinkedHashMap<>();
    private final Map<DocumentKey, List<Passage>> kept = new LinkedHashMap<>();
    private final Map<DocumentKey, List<Passage>> found = new LinkedHashMap<>();
    private final Map<DocumentKey, OpenDocuments.Task> tasks = new LinkedHashMap<>();
    private int callsLeft = Integer.MAX_VALUE;

    final Documents documents = cutOff(Documents.class, new Known());
    final DocumentFiles files = cutOff(DocumentFiles.class, new Pieces());
    final Passages passages = cutOff(Passages.class, new Kept());
    final PassageIndex index = cutOff(PassageIndex.class, new Found());
    final OpenDocuments open = cutOff(OpenDocuments.class, new Tasks());

    /** After so many calls everything fails. */
    void diesAfter(int calls) {
        callsLeft = calls;
    }

    void livesAgain() {
        callsLeft = Integer.MAX_VALUE;
    }

    boolean hasDied() {
        return callsLeft < 0;
    }

    KnownDocument document() {
        return known.get(KEY);
    }

    List<Passage> searchable() {
        return found.getOrDefault(KEY, List.of());
    }

    OpenDocuments.Task task() {
        return tasks.get(KEY);
    }

    boolean isEmpty() {
        return known.isEmpty() && pieces.isEmpty() && kept.isEmpty() && found.isEmpty() && tasks.isEmpty();
    }

    boolean hasFile() {
        return !pieces.isEmpty();
    }

    private <T> T cutOff(Class<T> type, T whole) {
        InvocationHandler handler = (_, method, arguments) -> {
            boolean isFlux = method.getReturnType() == Flux.class;
            var call = Flux.defer(() -> {
                if (callsLeft-- <= 0) {
                    return Flux.error(new IllegalStateException("died"));
                }
                return result(whole, method, arguments);
            });
            return isFlux ? call : call.next();
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Flux<?> result(Object whole, Method method, Object[] arguments) {
        try {
            var result = method.invoke(whole, arguments);
            return result instanceof Mono<?> mono ? mono.flux() : (Flux<?>) result;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return Flux.error(e);
        }
    }

    private final class Known implements Documents {

        @Override
        public Mono<KnownDocument> add(KnownDocument document) {
            return Mono.fromSupplier(() -> {
                known.put(document.key(), document);
                return document;
            });
        }

        @Override
        public Mono<KnownDocument> find(DocumentKey key) {
            return Mono.justOrEmpty(known.get(key))
                    .filter(document -> !document.name().isEmpty());
        }

        @Override
        public Flux<KnownDocument> list(String tenant, String chatbotId) {
            return Flux.fromIterable(List.copyOf(known.values()));
        }

        @Override
        public Mono<DocumentPage> page(String tenant, String chatbotId, DocumentPlace behind, int limit) {
            return list(tenant, chatbotId).collectList().map(found -> DocumentPage.of(found, limit));
        }

        @Override
        public Mono<Long> count(String tenant, String chatbotId) {
            return list(tenant, chatbotId).count();
        }

        @Override
        public Mono<Void> split(DocumentKey key, int passages) {
            return Mono.empty();
        }

        @Override
        public Mono<Boolean> ready(DocumentKey key, int passages) {
            return become(key, DocumentStatus.READY, null, passages);
        }

        @Override
        public Mono<Boolean> fail(DocumentKey key, DocumentFault fault) {
            return become(key, DocumentStatus.FAILED, fault, null);
        }

        private Mono<Boolean> become(DocumentKey key, DocumentStatus status, DocumentFault fault, Integer count) {
            var document = known.get(key);
            if (document == null || document.name().isEmpty() || !document.isProcessing()) {
                return Mono.just(false);
            }
            known.put(key, with(document, document.name(), status, fault, count));
            return Mono.just(true);
        }

        @Override
        public Mono<Void> hide(DocumentKey key) {
            // Without a name it is shown to nobody.
            known.computeIfPresent(key, (_, document) -> with(document, "", document.status(), null, null));
            return Mono.empty();
        }

        private static KnownDocument with(
                KnownDocument document, String name, DocumentStatus status, DocumentFault fault, Integer count) {
            return new KnownDocument(
                    document.key(),
                    name,
                    document.kind(),
                    document.size(),
                    document.sha256(),
                    status,
                    fault,
                    count,
                    document.createdAt());
        }

        @Override
        public Mono<Void> delete(DocumentKey key) {
            known.remove(key);
            return Mono.empty();
        }

        @Override
        public Mono<Map<DocumentStatus, Long>> count() {
            return Mono.just(Map.of());
        }
    }

    private final class Pieces implements DocumentFiles {

        @Override
        public Mono<Void> keep(DocumentKey key, int number, byte[] piece) {
            pieces.computeIfAbsent(key, _ -> new ArrayList<>()).add(piece);
            return Mono.empty();
        }

        @Override
        public Flux<byte[]> read(DocumentKey key) {
            return Flux.fromIterable(pieces.getOrDefault(key, List.of()));
        }

        @Override
        public Mono<Void> delete(DocumentKey key) {
            pieces.remove(key);
            return Mono.empty();
        }
    }

    private final class Kept implements Passages {

        @Override
        public Mono<Void> keep(DocumentKey document, List<Passage> passages) {
            kept.put(document, passages);
            return Mono.empty();
        }

        @Override
        public Mono<Void> keepVectors(DocumentKey document, List<float[]> vectors) {
            return Mono.empty();
        }

        @Override
        public Flux<Passage> of(DocumentKey document) {
            return Flux.fromIterable(kept.getOrDefault(document, List.of()));
        }

        @Override
        public Flux<StoredPassage> stored(DocumentKey document) {
            return of(document).map(passage -> new StoredPassage(passage, null));
        }

        @Override
        public Flux<StoredPassage> all() {
            return Flux.empty();
        }

        @Override
        public Flux<DocumentKey> ready() {
            return Flux.empty();
        }

        @Override
        public Flux<StoredPassage> find(String tenant, String chatbotId, Collection<String> ids) {
            return Flux.empty();
        }

        @Override
        public Mono<Void> delete(DocumentKey document) {
            kept.remove(document);
            return Mono.empty();
        }
    }

    private final class Found implements PassageIndex {

        @Override
        public Mono<Void> add(DocumentKey document, List<Passage> passages) {
            found.put(document, passages);
            return Mono.empty();
        }

        @Override
        public Mono<Void> remove(DocumentKey document) {
            found.remove(document);
            return Mono.empty();
        }

        @Override
        public Mono<Void> removeAll(String tenant, String chatbotId) {
            found.clear();
            return Mono.empty();
        }
    }

    private final class Tasks implements OpenDocuments {

        @Override
        public Mono<Void> receiving(DocumentKey key) {
            tasks.put(key, Task.RECEIVE);
            return Mono.empty();
        }

        @Override
        public Mono<Void> received(DocumentKey key) {
            tasks.put(key, Task.PROCESS);
            return Mono.empty();
        }

        @Override
        public Mono<Void> deleting(DocumentKey key) {
            tasks.put(key, Task.DELETE);
            return Mono.empty();
        }

        @Override
        public Flux<Work> take(int most) {
            return Flux.fromIterable(List.copyOf(tasks.entrySet()))
                    .take(most)
                    .map(task -> new Work(task.getKey(), task.getValue(), 1));
        }

        @Override
        public Mono<Void> renew(Collection<DocumentKey> held) {
            return Mono.empty();
        }

        @Override
        public Mono<Void> finish(Work work) {
            tasks.remove(work.key(), work.task());
            return Mono.empty();
        }

        @Override
        public Mono<Void> postpone(Work work, Duration pause) {
            return Mono.empty();
        }

        @Override
        public Mono<Void> release() {
            return Mono.empty();
        }
    }

    /** As it is after an upload. */
    static Shelf withReceived(String text) {
        var shelf = new Shelf();
        shelf.known.put(
                KEY, KnownDocument.received(KEY, "a.txt", DocumentKind.TEXT, text.length(), "hash", Instant.EPOCH));
        shelf.pieces.put(KEY, List.of(OrdinaryFiles.bytes(text)));
        shelf.tasks.put(KEY, OpenDocuments.Task.PROCESS);
        return shelf;
    }
}
