package io.parley.gateway.admission.web;

import io.parley.gateway.problem.Problem;
import io.parley.gateway.problem.Refusal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;

/**
 * A request's body with a limit, counted as it flows and never kept. What nobody wants is read all the same, within
 * bounds, before the answer goes out: a client that is still sending could not read it, and Reactor Netty now and then
 * forgets the next request of a connection whose last body came after the answer.
 */
final class MeteredBody extends ServerHttpRequestDecorator {

    private static final long READ_ON_LIMIT = 32L * 1024 * 1024;
    private static final Duration READ_ON_TIME = Duration.ofSeconds(5);

    private final long limit;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final Sinks.Empty<Void> end = Sinks.empty();
    private volatile boolean ended;
    private volatile boolean unwanted;

    MeteredBody(ServerHttpRequest request, long limit) {
        super(request);
        this.limit = limit;
    }

    @Override
    public Flux<DataBuffer> getBody() {
        taken.set(true);
        return super.getBody()
                .transform(Operators.<DataBuffer, DataBuffer>lift((publisher, reader) -> new Meter(reader)));
    }

    /** Completes when the body is over: true, or when it is not within the bounds: false. */
    Mono<Boolean> readOn() {
        if (ended) {
            return Mono.just(true);
        }
        unwanted = !taken.get();
        Mono<Boolean> read = unwanted ? getBody().then(Mono.never()) : Mono.never();
        return Mono.firstWithSignal(end.asMono().thenReturn(true), read)
                .timeout(READ_ON_TIME)
                .onErrorReturn(false);
    }

    Refusal tooLarge() {
        return Problem.PAYLOAD_TOO_LARGE.because("The body is larger than " + limit + " bytes.");
    }

    private void end(boolean whole) {
        ended = whole;
        var _ = whole ? end.tryEmitEmpty() : end.tryEmitError(new IllegalStateException("The body is far too large"));
    }

    private final class Meter implements CoreSubscriber<DataBuffer>, Subscription {

        private final CoreSubscriber<? super DataBuffer> reader;
        private volatile Subscription source = Operators.emptySubscription();
        private volatile boolean gone;
        private long seen;

        Meter(CoreSubscriber<? super DataBuffer> reader) {
            this.reader = reader;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            source = subscription;
            reader.onSubscribe(this);
        }

        @Override
        public void onNext(DataBuffer buffer) {
            seen += buffer.readableByteCount();
            if (!gone && !unwanted && seen <= limit) {
                reader.onNext(buffer);
                return;
            }
            // Released here and nowhere else: operators behind would do it again, by Spring's discard hooks.
            DataBufferUtils.release(buffer);
            if (!gone && !unwanted) {
                gone = true;
                reader.onError(tooLarge());
                source.request(Long.MAX_VALUE);
            } else if (seen > READ_ON_LIMIT) {
                source.cancel();
                end(false);
            }
        }

        @Override
        public void onError(Throwable failure) {
            end(true);
            if (!gone) {
                reader.onError(failure);
            }
        }

        @Override
        public void onComplete() {
            end(true);
            if (!gone) {
                reader.onComplete();
            }
        }

        @Override
        public void request(long buffers) {
            source.request(buffers);
        }

        @Override
        public void cancel() {
            gone = true;
            source.request(Long.MAX_VALUE);
        }

        @Override
        public Context currentContext() {
            return reader.currentContext();
        }
    }
}
