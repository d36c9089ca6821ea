package io.parley.completion.model.langchain4j;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.langchain4j.http.client.sse.ServerSentEventParsingHandle;
import io.parley.completion.model.ModelFailure;
import io.parley.completion.model.ModelSignal;
import io.parley.completion.model.ProviderCredential;
import io.parley.completion.model.ProviderStreams;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Schedulers;

/**
 * One call to a provider, as the HTTP client LangChain4j makes it with. It reads on only while the sink is asked for
 * more, can be ended before the first token, and gives up on a provider that sends nothing while it is being read.
 */
final class ProviderCall implements HttpClient, Disposable {

    private static final String END = "[DONE]";

    /**
     * Characters of all events of one call besides the text in them; some thirty thousand events of 350, which is a very
     * long answer, have half as many. LangChain4j keeps much of what may be in there, and users choose providers.
     */
    private static final int MOST_BESIDES = 24 << 20;

    /** After the provider's own end the rest is read to give the connection back; it may not take long. */
    private static final Duration REST_LIMIT = Duration.ofSeconds(2);

    private final ProviderStreams streams;
    private final ProviderCredential credential;
    private final FluxSink<ModelSignal> sink;
    private final Duration idleLimit;
    private final Disposable.Swap reading = Disposables.swap();
    private volatile boolean sawEnd;

    /** Counted by whoever reads. */
    private long besides;

    ProviderCall(
            ProviderStreams streams, ProviderCredential credential, FluxSink<ModelSignal> sink, Duration idleLimit) {
        this.streams = streams;
        this.credential = credential;
        this.sink = sink;
        this.idleLimit = idleLimit;
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        throw new UnsupportedOperationException("this client streams");
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser ignored, ServerSentEventListener listener) {
        var reader = new Reader(listener);
        reading.update(reader);
        listener.onOpen(SuccessfulHttpResponse.builder().statusCode(200).build());
        streams.open(call(request)).subscribe(reader);
    }

    /** The model that wrote the request is shared and knows no key: this call's is put in here. */
    private ProviderStreams.Call call(HttpRequest request) {
        var headers = new HashMap<>(request.headers());
        headers.put("Authorization", List.of("Bearer " + credential.apiKey()));
        return new ProviderStreams.Call(request.url(), headers, request.body(), credential.payer());
    }

    /** So many characters of what was just read were text. */
    void spoke(int characters) {
        besides -= characters;
    }

    /** Whether the provider itself said that this is all. */
    boolean sawEnd() {
        return sawEnd;
    }

    /** Somebody asks for more. */
    void resume() {
        if (reading.get() instanceof Reader reader) {
            reader.resume();
        }
    }

    /** Ends the call at the provider too, unless it has said its last word anyway. */
    @Override
    public void dispose() {
        if (!sawEnd) {
            reading.dispose();
        }
    }

    /** An event that is empty once it has been read: LangChain4j keeps every one of an answer until its end. */
    private static final class PassingEvent extends ServerSentEvent implements AutoCloseable {

        private String data;

        PassingEvent(ProviderStreams.Event event) {
            super(event.name().isEmpty() ? null : event.name(), "");
            data = event.data();
        }

        @Override
        public String data() {
            return data;
        }

        @Override
        public void close() {
            data = "";
        }
    }

    /** Reads one event after the other; who is not asked does not read, and its idle time does not count. */
    private final class Reader extends BaseSubscriber<ProviderStreams.Event> implements ServerSentEventParsingHandle {

        private final ServerSentEventListener listener;
        private final Disposable.Swap watch = Disposables.swap();
        private volatile boolean paused;
        private volatile boolean waiting;
        private volatile long waitingSince;
        private volatile boolean completed;

        Reader(ServerSentEventListener listener) {
            this.listener = listener;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            long look = Math.max(1, idleLimit.toMillis() / 8);
            watch.update(Schedulers.parallel()
                    .schedulePeriodically(this::look, look, look, java.util.concurrent.TimeUnit.MILLISECONDS));
            next();
        }

        @Override
        protected void hookOnNext(ProviderStreams.Event event) {
            waiting = false;
            if (sawEnd) {
                return;
            }
            besides += event.data().length();
            if (besides > MOST_BESIDES) {
                cancel();
                sink.error(ModelFailure.unavailable("more than " + MOST_BESIDES + " characters that are no text"));
                return;
            }
            sawEnd = END.equals(event.data());
            try (var passing = new PassingEvent(event)) {
                listener.onEvent(passing, new ServerSentEventContext(this));
                if (sawEnd) {
                    listener.onClose();
                    readRest();
                    return;
                }
            } catch (RuntimeException e) {
                listener.onError(e);
            }
            more();
        }

        private void readRest() {
            watch.update(Schedulers.parallel()
                    .schedule(this::cancel, REST_LIMIT.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS));
            requestUnbounded();
        }

        private void more() {
            if (sink.requestedFromDownstream() > 0) {
                next();
            } else {
                paused = true;
                // Somebody may have asked between the look and the mark.
                if (sink.requestedFromDownstream() > 0) {
                    resume();
                }
            }
        }

        void resume() {
            if (paused) {
                paused = false;
                next();
            }
        }

        private void next() {
            waitingSince = System.nanoTime();
            waiting = true;
            request(1);
        }

        private void look() {
            if (waiting && System.nanoTime() - waitingSince > idleLimit.toNanos()) {
                cancel();
                sink.error(ModelFailure.timeout("nothing came for " + idleLimit));
            }
        }

        @Override
        protected void hookOnComplete() {
            completed = true;
            if (!sawEnd) {
                listener.onClose();
            }
        }

        @Override
        protected void hookOnError(Throwable failure) {
            if (!sawEnd) {
                sink.error(
                        failure instanceof ModelFailure
                                ? failure
                                : ModelFailure.unexpected(failure.getClass().getSimpleName()));
            }
        }

        @Override
        protected void hookFinally(reactor.core.publisher.SignalType type) {
            watch.dispose();
        }

        /**
         * Reactor counts one that completed as disposed, and LangChain4j tells no end of a call it takes for given up.
         */
        @Override
        public boolean isCancelled() {
            return isDisposed() && !completed;
        }
    }
}
