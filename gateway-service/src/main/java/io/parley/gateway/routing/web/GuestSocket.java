package io.parley.gateway.routing.web;

import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.parley.gateway.rate.GuestMessages;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Judges each frame of a guest's socket by how much comes from its address. One socket's frames come one by one. */
final class GuestSocket {

    /** After so many refusals within ten seconds a socket is closed. */
    private static final int REFUSALS = 20;

    private static final Duration REFUSAL_WINDOW = Duration.ofSeconds(10);

    /** What guests' sockets share. */
    record Limits(GuestMessages messages, JsonMapper json, Clock clock) {}

    /**
     * A frame that does not go on.
     *
     * @param answer what the client is told; null where it was told already
     * @param forLong whether there were so many that the socket is to be closed
     */
    record Refusal(@Nullable String answer, boolean forLong) {}

    private final Limits limits;
    private final String address;
    private final Deque<Instant> refusals = new ArrayDeque<>();
    private boolean inRefusedMessage;

    GuestSocket(Limits limits, String address) {
        this.limits = limits;
        this.address = address;
    }

    /** Null for a frame that goes on. */
    @Nullable Refusal judge(WebSocketFrame frame) {
        if (frame instanceof ContinuationWebSocketFrame) {
            boolean refused = inRefusedMessage;
            inRefusedMessage &= !frame.isFinalFragment();
            return refused ? new Refusal(null, false) : null;
        }
        if (!(frame instanceof TextWebSocketFrame)) {
            return null;
        }
        // What comes in parts is not put together here: nothing but a message is long enough for that.
        var read = frame.isFinalFragment() ? ClientFrame.read(limits.json(), frame.content()) : ClientFrame.UNREAD;
        if (!read.isMessage()) {
            return null;
        }
        var wait = limits.messages().take(address);
        if (wait.isZero()) {
            return null;
        }
        inRefusedMessage = !frame.isFinalFragment();
        return new Refusal(answer(wait, read.clientMessageId()), isRefusedForLong());
    }

    private String answer(Duration wait, @Nullable String clientMessageId) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("type", "error");
        answer.put("message", "Too many messages come from this address; please wait a moment.");
        answer.put("code", "rate_limited");
        answer.put("retryable", true);
        answer.put("retry_after_ms", wait.toMillis() + 1);
        if (clientMessageId != null) {
            answer.put("client_message_id", clientMessageId);
        }
        return limits.json().writeValueAsString(answer);
    }

    private boolean isRefusedForLong() {
        var now = limits.clock().instant();
        refusals.addLast(now);
        while (refusals.getFirst().plus(REFUSAL_WINDOW).isBefore(now)) {
            refusals.removeFirst();
        }
        return refusals.size() >= REFUSALS;
    }
}
