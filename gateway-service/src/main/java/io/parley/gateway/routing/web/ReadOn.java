package io.parley.gateway.routing.web;

import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Frames that are read on, and dropped, after the one who wanted them has gone. Reactor Netty closes a socket without a
 * code when its reader cancels, and a writer cancels as soon as its own socket ends: too early for the right code.
 */
final class ReadOn implements CoreSubscriber<WebSocketFrame>, Subscription {

    private final CoreSubscriber<? super WebSocketFrame> reader;
    private volatile Subscription source = Operators.emptySubscription();
    private volatile boolean gone;

    private ReadOn(CoreSubscriber<? super WebSocketFrame> reader) {
        this.reader = reader;
    }

    static Flux<WebSocketFrame> afterCancel(Flux<WebSocketFrame> frames) {
        return frames.transform(
                Operators.<WebSocketFrame, WebSocketFrame>lift((publisher, reader) -> new ReadOn(reader)));
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        source = subscription;
        reader.onSubscribe(this);
    }

    /** The source releases each frame after this call: a dropped one needs no care. */
    @Override
    public void onNext(WebSocketFrame frame) {
        if (!gone) {
            reader.onNext(frame);
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
        source.request(frames);
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
