package io.parley.completion.document.web;

import io.parley.platform.problem.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.FilePartEvent;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.http.codec.multipart.PartEventHttpMessageReader;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

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

    /** Within so long the file begins, whatever other parts come before it. */
    private static final Duration BEGINS_WITHIN = Duration.ofMinutes(1);

    private static final long READ_ON_BYTES = 32L << 20;
    private static final ResolvableType EVENT = ResolvableType.forClass(PartEvent.class);

    private final ServerHttpRequest request;

    /** @param most bytes that the body may have in all, whatever they are of */
    UploadedFile(ServerHttpRequest request, long most) {
        this.request = new ServerHttpRequestDecorator(request) {
            @Override
            public Flux<DataBuffer> getBody() {
                return noMoreThan(most, super.getBody());
            }
        };
    }

    /** What comes after that is read on for a while, and is as if it had not come. */
    private static Flux<DataBuffer> noMoreThan(long most, Flux<DataBuffer> body) {
        return Flux.defer(() -> {
            var seen = new AtomicLong();
            var over = Sinks.<Void>empty();
            return body.<DataBuffer>handle((buffer, sink) -> {
                        if (seen.addAndGet(buffer.readableByteCount()) <= most) {
                            sink.next(buffer);
                        } else {
                            DataBufferUtils.release(buffer);
                            var _ = over.tryEmitEmpty();
                        }
                    })
                    .takeUntilOther(over.asMono().then(Mono.delay(READ_ON)));
        });
    }

    /** @param receiver of the file's name and its bytes */
    <T> Mono<T> passTo(BiFunction<String, Flux<byte[]>, Mono<T>> receiver) {
        if (!MediaType.MULTIPART_FORM_DATA.isCompatibleWith(request.getHeaders().getContentType())) {
            return refuse(noFile());
        }
        return reader().read(EVENT, request, Map.of())
                .doOnDiscard(PartEvent.class, event -> DataBufferUtils.release(event.content()))
                // Headers of a part that do not parse.
                .onErrorMap(IllegalArgumentException.class, _ -> malformed())
                .map(Piece::of)
                .filter(Piece::isOfFile)
                .timeout(Mono.delay(BEGINS_WITHIN), _ -> Mono.never())
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
                // Of the headers, because a part need not have what the event's own methods insist on.
                var part = event.headers().getContentDisposition();
                var fileName = part.getFilename();
                if (event instanceof FilePartEvent && PART.equals(part.getName()) && fileName != null) {
                    var bytes = new byte[content.readableByteCount()];
                    content.read(bytes);
                    return new Piece(fileName.isEmpty() ? " " : fileName, bytes, event.isLast());
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
