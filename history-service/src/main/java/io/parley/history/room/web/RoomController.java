package io.parley.history.room.web;

import io.parley.history.room.ClearRoom;
import io.parley.history.room.ReadRoom;
import io.parley.platform.identity.Caller;
import io.parley.platform.problem.Problem;
import io.parley.platform.problem.QueryNumber;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code GET} and {@code DELETE /api/chat/ai/history/{user_id}} of seed 004, whose words these are. */
@RestController
final class RoomController {

    private static final int LARGEST_PAGE = 200;

    private final ReadRoom readRoom;
    private final ClearRoom clearRoom;

    RoomController(ReadRoom readRoom, ClearRoom clearRoom) {
        this.readRoom = readRoom;
        this.clearRoom = clearRoom;
    }

    @GetMapping("/api/chat/ai/history/{userId}")
    Mono<RoomHistory> history(
            Caller caller,
            @PathVariable String userId,
            @RequestParam(name = "room_id", required = false) @Nullable String roomId,
            @RequestParam(defaultValue = "1") String page,
            @RequestParam(defaultValue = "50") String limit) {
        requireOwn(caller, userId, "Unauthorized to access this chat history");
        long number = QueryNumber.between("page", page, 1, Long.MAX_VALUE);
        int size = (int) QueryNumber.between("limit", limit, 1, LARGEST_PAGE);
        return readRoom.read(caller, roomId, number, size).map(found -> RoomHistory.of(found, number, size));
    }

    @DeleteMapping("/api/chat/ai/history/{userId}")
    Mono<ClearedBody> clear(
            Caller caller,
            @PathVariable String userId,
            @RequestParam(name = "room_id", required = false) @Nullable String roomId) {
        requireOwn(caller, userId, "Unauthorized to clear this chat history");
        return clearRoom.clear(caller, roomId).map(ClearedBody::of);
    }

    /** Whatever the caller's roles are. */
    private static void requireOwn(Caller caller, String userId, String refusal) {
        if (!caller.userId().equals(userId)) {
            throw Problem.forbidden(refusal);
        }
    }
}
