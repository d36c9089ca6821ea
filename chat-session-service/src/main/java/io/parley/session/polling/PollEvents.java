package io.parley.session.polling;

import io.parley.events.Audience;
import io.parley.platform.identity.Caller;
import io.parley.platform.problem.Problem;
import io.parley.session.delivery.ConversationFeed;
import io.parley.session.delivery.MissedFacts;
import io.parley.session.delivery.Replay;
import io.parley.session.frame.Cursor;
import io.parley.session.frame.EncodedFrame;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Answers one long poll: with what was missed since the cursor, at once; or else with what happens next, or with nothing
 * at the time limit. Answers that are being written come whole, at their end.
 */
public final class PollEvents {

    private final MissedFacts missedFacts;

    public PollEvents(MissedFacts missedFacts) {
        this.missedFacts = missedFacts;
    }

    /**
     * What a poll came to.
     *
     * @param recovered false where what was missed cannot be told whole: the client reads the history
     * @param cursor where the client is when it has the frames
     */
    public record Polled(boolean recovered, List<EncodedFrame> frames, Cursor cursor) {}

    /**
     * Polls once.
     *
     * @param after the client's cursor; null for now
     * @param epoch of the cursor; null for the current one
     */
    public Mono<Polled> poll(
            ConversationFeed feed, Caller caller, @Nullable Long after, @Nullable String epoch, Duration wait) {
        return Mono.defer(() -> {
            var access = feed.conversation().access();
            var audience = caller.isAgent() ? access.audience(caller.userId()) : Audience.VISITOR;
            var reader = new PollReader(audience, caller.userId());
            // Followed first: what comes while the missed facts are looked for is not missed.
            long begun = feed.follow(reader);
            long cursor = after == null ? begun : after;
            return missed(feed, reader, cursor, epoch == null ? missedFacts.epoch() : epoch, begun)
                    .flatMap(
                            found -> found.filter(replay -> replay.count() == 0).isPresent()
                                    ? next(feed, reader, cursor, wait)
                                    : told(found, begun))
                    .doFinally(_ -> feed.remove(reader));
        });
    }

    private Mono<Optional<Replay>> missed(
            ConversationFeed feed, PollReader reader, long after, String epoch, long begun) {
        return missedFacts.since(feed, reader.audience(), reader.userId(), epoch, after, begun);
    }

    private Mono<Polled> told(Optional<Replay> found, long now) {
        return Mono.justOrEmpty(found)
                .flatMap(replay ->
                        replay.frames().collectList().map(frames -> new Polled(true, frames, cursor(replay.upTo()))))
                .defaultIfEmpty(new Polled(false, List.of(), cursor(now)));
    }

    private Mono<Polled> next(ConversationFeed feed, PollReader reader, long after, Duration wait) {
        return reader.first().timeout(wait, Mono.empty()).then(Mono.defer(() -> {
            // In one step with the last frame: the cursor is behind exactly these.
            long upTo = feed.remove(reader);
            if (reader.isErased()) {
                return Mono.error(Problem.notFound("conversation"));
            }
            return reader.isOverflown()
                    ? missed(feed, reader, after, missedFacts.epoch(), upTo).flatMap(found -> told(found, upTo))
                    : Mono.just(new Polled(true, reader.frames(), cursor(Math.max(after, upTo))));
        }));
    }

    private Cursor cursor(long seq) {
        return new Cursor(missedFacts.epoch(), seq);
    }
}
