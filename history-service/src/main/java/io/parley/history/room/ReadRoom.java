package io.parley.history.room;

import io.parley.events.AiRooms;
import io.parley.events.CallerIds;
import io.parley.events.log.ConversationKey;
import io.parley.history.transcript.ReadTranscript;
import io.parley.history.transcript.RoomPage;
import io.parley.history.transcript.Transcript;
import io.parley.platform.identity.Caller;
import io.parley.platform.log.LogBarrier;
import io.parley.platform.problem.Problem;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Reads a caller's own room, with everything that was acknowledged. Of another's it says what it says of none; the
 * caller's default room is there before anything was said in it.
 */
public final class ReadRoom {

    private final ReadTranscript transcripts;
    private final LogBarrier barrier;

    ReadRoom(ReadTranscript transcripts, LogBarrier barrier) {
        this.transcripts = transcripts;
        this.barrier = barrier;
    }

    /**
     * Fails with the problem {@code not_found} where it is no room of the caller's.
     *
     * @param roomId null for the default one
     * @param page from 1
     */
    public Mono<RoomPage> read(Caller caller, @Nullable String roomId, long page, int limit) {
        return find(caller, roomId, key -> transcripts.readRoom(key, caller.userId(), page, limit))
                .switchIfEmpty(Mono.fromSupplier(() -> orNotFound(caller, roomId, RoomPage.EMPTY)));
    }

    /** The room's transcript; nothing of a default room that was never used. */
    Mono<Transcript> find(Caller caller, @Nullable String roomId) {
        return find(caller, roomId, key -> transcripts.room(key, caller.userId()))
                .switchIfEmpty(Mono.defer(() -> orNotFound(caller, roomId, Mono.empty())));
    }

    private <T> Mono<T> find(Caller caller, @Nullable String roomId, Function<ConversationKey, Mono<T>> read) {
        var ownDefault = AiRooms.defaultRoomOf(caller.userId());
        var room = roomId == null ? ownDefault : roomId;
        if (!room.equals(ownDefault) && !CallerIds.isValid(room)) {
            return Mono.empty();
        }
        var key = new ConversationKey(caller.tenant(), room);
        return barrier.await(key).then(Mono.defer(() -> read.apply(key)));
    }

    private static <T> T orNotFound(Caller caller, @Nullable String roomId, T nothing) {
        if (isDefault(caller, roomId)) {
            return nothing;
        }
        throw Problem.notFound("room");
    }

    private static boolean isDefault(Caller caller, @Nullable String roomId) {
        return roomId == null || roomId.equals(AiRooms.defaultRoomOf(caller.userId()));
    }
}
