package io.parley.completion.document.web;

import io.parley.platform.problem.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.FilePartEvent;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.http.codec.multipart.PartEventHttpMessageReader;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The part {@code file} of a request, as it flows by: nothing of it is kept in memory or on disk here. Other parts are
 * passed over. The body is read to its end whatever becomes of the file, because a client that is sending reads no answer.
 */
final class UploadedFile {

    private static final String PART = "file";
    private static final int LARGEST_HEADERS = 8 * 1024;
    private static final int LARGEST_FIELD = 64 * 1024;
    private static final int MOST_PARTS = 20;
    private static final Duration READ_ON = Duration.ofSeconds(5);
    private static final long READ_ON_BYTES = 32L << 20;
    private static final ResolvableType EVENT = ResolvableType.forClass(PartEvent.class);

    private final ServerHttpRequest request;

    UploadedFile(ServerHttpRequest request) {
        this.request = request;
    }

    /** @param receiver of the file's name and its bytes */
    <T> Mono<T> passTo(BiFunction<String, Flux<byte[]>, Mono<T>> receiver) {
        if (!MediaType.MULTIPART_FORM_DATA.isCompatibleWith(request.getHeaders().getContentType())) {
            return refuse(noFile());
        }
        return reader().read(EVENT, request, Map.of())
                .doOnDiscard(PartEvent.class, event -> DataBufferUtils.release(event.content()))
                .map(Piece::of)
                .filter(Piece::isOfFile)
                .switchOnFirst((first, pieces) -> first.hasValue()
                        ? receiver.apply(Objects.requireNonNull(first.get()).fileName(), bytes(pieces))
                        : pieces.then(Mono.error(noFile())))
                .onErrorMap(UploadedFile::isMalformed, _ -> malformed())
                .next();
    }

    /**
     * What came of a part, out of the buffers it came in: what fails or is passed over from here on holds nothing that is
     * to be given back.
     *
     * @param fileName empty where this is of no part that is wanted
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Piece(String fileName, byte[] bytes, boolean isLast) {

        private static final byte[] NOTHING = {};

        static Piece of(PartEvent event) {
            var content = event.content();
            try {
                if (event instanceof FilePartEvent file && PART.equals(file.name())) {
                    var bytes = new byte[content.readableByteCount()];
                    content.read(bytes);
                    return new Piece(file.filename().isEmpty() ? " " : file.filename(), bytes, file.isLast());
                }
                return new Piece("", NOTHING, event.isLast());
            } finally {
                DataBufferUtils.release(content);
            }
        }

        boolean isOfFile() {
            return !fileName.isEmpty();
        }
    }

    private static PartEventHttpMessageReader reader() {
        var reader = new PartEventHttpMessageReader();
        reader.setMaxHeadersSize(LARGEST_HEADERS);
        reader.setMaxInMemorySize(LARGEST_FIELD);
        reader.setMaxParts(MOST_PARTS);
        return reader;
    }

    /** One file: where another follows its last piece, that is read and said at the end. */
    private static Flux<byte[]> bytes(Flux<Piece> pieces) {
        return Flux.defer(() -> {
            var over = new AtomicBoolean();
            var another = new AtomicBoolean();
            return pieces.<byte[]>handle((piece, sink) -> {
                        if (over.get()) {
                            another.set(true);
                        } else {
                            over.set(piece.isLast());
                            sink.next(piece.bytes());
                        }
                    })
                    .concatWith(Mono.defer(() -> another.get()
                            ? Mono.error(Problem.badRequest("bad_request", "One file at a time, please."))
                            : Mono.empty()));
        });
    }

    /** Reads what is still coming, within bounds, and then says no. */
    <T> Mono<T> refuse(Throwable problem) {
        return Flux.defer(request::getBody)
                .scan(0L, (seen, buffer) -> {
                    long all = seen + buffer.readableByteCount();
                    DataBufferUtils.release(buffer);
                    return all;
                })
                .takeUntil(all -> all > READ_ON_BYTES)
                .then()
                .timeout(READ_ON)
                .onErrorComplete()
                .then(Mono.error(problem));
    }

    private static boolean isMalformed(Throwable failure) {
        return failure instanceof DecodingException || failure instanceof DataBufferLimitException;
    }

    private static Problem noFile() {
        return Problem.badRequest("bad_request", "A multipart/form-data body with a part \"file\" is needed.");
    }

    private static Problem malformed() {
        return Problem.badRequest("bad_request", "The multipart body cannot be read.");
    }
}
