package io.parley.session.polling;

import io.parley.events.Audience;
import io.parley.session.delivery.Reader;
import io.parley.session.frame.EncodedFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** One long poll while it waits: it ends with the first frame, and takes what comes until it is taken away. */
final class PollReader implements Reader {

    /** More than these cannot come between the first and the end of the poll, a moment later. */
    private static final int MOST = 256;

    private final String id = UUID.randomUUID().toString();
    private final Audience audience;
    private final String userId;
    private final List<EncodedFrame> frames = new ArrayList<>();
    private final Sinks.Empty<Void> first = Sinks.empty();
    private boolean overflown;
    private boolean erased;

    PollReader(Audience audience, String userId) {
        this.audience = audience;
        this.userId = userId;
    }

    /** Completes when there is something to tell. */
    Mono<Void> first() {
        // The feed's thread has other readers to go on with.
        return first.asMono().publishOn(Schedulers.parallel());
    }

    synchronized List<EncodedFrame> frames() {
        return List.copyOf(frames);
    }

    /** Whether frames are missing, so that the facts among them have to be looked for. */
    synchronized boolean isOverflown() {
        return overflown;
    }

    synchronized boolean isErased() {
        return erased;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Audience audience() {
        return audience;
    }

    @Override
    public String userId() {
        return userId;
    }

    @Override
    public @Nullable String sessionId() {
        return null;
    }

    @Override
    public boolean followsAnswers() {
        return false;
    }

    @Override
    public synchronized void show(EncodedFrame frame) {
        if (frames.size() < MOST) {
            frames.add(frame);
        } else {
            overflown = true;
        }
        first.tryEmitEmpty();
    }

    @Override
    public synchronized void erased() {
        erased = true;
        first.tryEmitEmpty();
    }

    @Override
    public void sessionEnded() {
        // A poll is of the conversation, which goes on.
    }
}
