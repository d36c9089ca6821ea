package io.parley.completion.document;

import io.parley.platform.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes a file in; what comes back is stored so that it will be processed whatever happens to this process. */
public final class ReceiveDocument {

    /** For so long a file that is refused is read all the same. */
    private static final Duration READ_ON = Duration.ofSeconds(5);

    private final Documents documents;
    private final DocumentFiles files;
    private final OpenDocuments open;
    private final DocumentParser parser;
    private final Runnable look;
    private final DocumentProperties properties;
    private final Semaphore uploads;

    /** @param look called when there is work */
    ReceiveDocument(
            Documents documents,
            DocumentFiles files,
            OpenDocuments open,
            DocumentParser parser,
            Runnable look,
            DocumentProperties properties) {
        this.documents = documents;
        this.files = files;
        this.open = open;
        this.parser = parser;
        this.look = look;
        this.properties = properties;
        this.uploads = new Semaphore(properties.uploads());
    }

    /**
     * Fails as {@link DocumentRefused} once the file, which is read to its end, is found not to be taken, and with a
     * {@link Problem}: 409 {@code too_many_documents}, 503 {@code busy}. Uploads at the same instant may each be the last
     * one that a chatbot may have.
     *
     * @param file in pieces of any size up to {@link DocumentFiles#PIECE}
     */
    public Mono<KnownDocument> receive(String tenant, String chatbotId, String fileName, Flux<byte[]> file) {
        return Mono.defer(() -> {
            if (!uploads.tryAcquire()) {
                return refuse(file, Problem.unavailable("busy", "Too many files come in at once."));
            }
            return documents
                    .count(tenant, chatbotId)
                    .flatMap(count -> count < properties.mostDocuments()
                            ? receive(
                                    new DocumentKey(
                                            tenant, chatbotId, UUID.randomUUID().toString()),
                                    fileName,
                                    file)
                            : refuse(file, tooMany()))
                    .doFinally(_ -> uploads.release());
        });
    }

    private Mono<KnownDocument> receive(DocumentKey key, String fileName, Flux<byte[]> file) {
        var incoming = new IncomingDocument(
                key, fileName, properties.largest().toBytes(), documents, files, open, Clock.systemUTC());
        return Mono.usingWhen(
                Mono.just(incoming),
                _ -> take(incoming, key.tenant(), file),
                _ -> Mono.empty(),
                (_, _) -> incoming.abandon(),
                _ -> incoming.abandon());
    }

    private Problem tooMany() {
        return Problem.conflict(
                "too_many_documents",
                "The chatbot has %d documents, and may have no more: delete one first."
                        .formatted(properties.mostDocuments()));
    }

    /** A client that is sending reads no answer; but who sends for ever is not listened to for ever. */
    private static Mono<KnownDocument> refuse(Flux<byte[]> file, Problem problem) {
        return file.then().timeout(READ_ON).onErrorComplete().then(Mono.error(problem));
    }

    private Mono<KnownDocument> take(IncomingDocument incoming, String tenant, Flux<byte[]> file) {
        parser.expect(tenant);
        return file.concatMap(incoming::take, 1)
                .then(Mono.defer(incoming::end))
                .timeout(properties.uploadLimit())
                .doOnSuccess(_ -> look.run());
    }
}
