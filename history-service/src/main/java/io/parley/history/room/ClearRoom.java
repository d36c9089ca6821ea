package io.parley.history.room;

import io.parley.events.HistoryCleared;
import io.parley.history.transcript.Transcript;
import io.parley.platform.identity.Caller;
import io.parley.platform.log.AppendFailed;
import io.parley.platform.log.ConversationLog;
import io.parley.platform.log.LogBarrier;
import io.parley.platform.problem.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Clears a caller's room: whatever was said up to the place of the log that says so is forgotten by every service, the
 * answer that is being written included. The room itself stays.
 */
public final class ClearRoom {

    private static final Duration APPEND_LIMIT = Duration.ofSeconds(10);

    private final ReadRoom rooms;
    private final ConversationLog log;
    private final LogBarrier barrier;

    ClearRoom(ReadRoom rooms, ConversationLog log, LogBarrier barrier) {
        this.rooms = rooms;
        this.log = log;
        this.barrier = barrier;
    }

    /**
     * Completes when a read would show nothing, with how many entries the history had. Fails with the problem {@code
     * not_found} where it is no room of the caller's.
     *
     * @param roomId null for the default one
     */
    public Mono<Integer> clear(Caller caller, @Nullable String roomId) {
        return rooms.find(caller, roomId)
                // Also what nobody is shown is to be forgotten; where there is nothing at all, nothing is said.
                .filter(room -> room.entries() > 0)
                .flatMap(room -> clear(caller, room).thenReturn(room.room().total()))
                .defaultIfEmpty(0);
    }

    private Mono<Void> clear(Caller caller, Transcript room) {
        var fence = room.reading().fence() + 1;
        return log.append(room.key(), new HistoryCleared(caller.userId(), false, fence))
                .timeout(APPEND_LIMIT)
                .onErrorMap(
                        AppendFailed.class,
                        _ -> Problem.unavailable("unavailable", "The history could not be cleared."))
                .then(Mono.defer(() -> barrier.await(room.key())));
    }
}
