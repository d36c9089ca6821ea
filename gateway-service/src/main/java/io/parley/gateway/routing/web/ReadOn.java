package io.parley.gateway.routing.web;

import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Frames that are read one by one, and only while their writer's socket takes them: what a reader leaves lies with its
 * sender, not here. They are read on, and dropped, after the one who wanted them has gone: Reactor Netty closes a socket
 * without a code when its reader cancels, and a writer cancels as soon as its own socket ends, too early for the right code.
 */
final class ReadOn implements CoreSubscriber<WebSocketFrame>, Subscription {

    private final CoreSubscriber<? super WebSocketFrame> reader;
    private final Predicate<WebSocketFrame> wanted;
    private final SocketWatch writer;
    private final AtomicLong demand = new AtomicLong();
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile Subscription source = Operators.emptySubscription();
    private volatile boolean gone;

    private ReadOn(
            CoreSubscriber<? super WebSocketFrame> reader, Predicate<WebSocketFrame> wanted, SocketWatch writer) {
        this.reader = reader;
        this.wanted = wanted;
        this.writer = writer;
    }

    /** The frames of a socket that are wanted, to be subscribed by the writer to another one. */
    static Flux<WebSocketFrame> of(Flux<WebSocketFrame> frames, Predicate<WebSocketFrame> wanted, SocketWatch writer) {
        return frames.transform(Operators.<WebSocketFrame, WebSocketFrame>lift(
                (publisher, reader) -> new ReadOn(reader, wanted, writer)));
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        source = subscription;
        writer.whenWritable(this::ask);
        reader.onSubscribe(this);
    }

    /**
     * The source releases each frame after this call, so a dropped one needs no care. (A {@code filter} would release it
     * a second time, by the discard hook of Reactor Netty's writers.)
     */
    @Override
    public void onNext(WebSocketFrame frame) {
        asked.set(false);
        if (gone) {
            return;
        }
        if (wanted.test(frame)) {
            demand.decrementAndGet();
            reader.onNext(frame);
        }
        ask();
    }

    /** Reactor Netty's writers want 128 frames ahead, however large; what is asked for here fits the socket's buffer. */
    private void ask() {
        if (demand.get() > 0 && writer.isWritable() && asked.compareAndSet(false, true)) {
            source.request(1);
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (!gone) {
            reader.onError(failure);
        }
    }

    @Override
    public void onComplete() {
        if (!gone) {
            reader.onComplete();
        }
    }

    @Override
    public void request(long frames) {
        demand.accumulateAndGet(frames, Operators::addCap);
        ask();
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
