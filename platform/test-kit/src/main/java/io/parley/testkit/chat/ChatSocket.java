package io.parley.testkit.chat;

import io.parley.events.log.WireJson;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One socket of a visitor or agent: says things, waits for frames, keeps all of them. A frame that was waited for is
 * not given again, so that a test can wait for the next of its type.
 */
public final class ChatSocket implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final boolean agent;
    private final String words;
    private final List<Long> resumes = new ArrayList<>();
    private final List<Frame> frames = new ArrayList<>();
    private final Set<Frame> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable WebSocket socket;
    private boolean isReading = true;
    private int closeCode = -1;
    private @Nullable Throwable failure;

    private ChatSocket(boolean agent, boolean people) {
        this.agent = agent;
        this.words = people ? "content" : "message";
    }

    static ChatSocket open(URI uri, @Nullable String token, boolean agent, String... subprotocols) {
        var opened = new ChatSocket(agent, isOfPeople(uri));
        var builder = ChatClient.HTTP.newWebSocketBuilder().connectTimeout(LIMIT);
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        if (subprotocols.length > 0) {
            builder.subprotocols(
                    subprotocols[0],
                    List.of(subprotocols).subList(1, subprotocols.length).toArray(String[]::new));
        }
        try {
            opened.socket = builder.buildAsync(uri, opened.new Listener()).join();
            return opened;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                throw new HandshakeRefused(refused.getResponse().statusCode(), refused);
            }
            throw e;
        }
    }

    /** {@code /ws/chat/{conversation}/{user}}, not {@code /ws/chat/{session}}: what is said has another name there. */
    private static boolean isOfPeople(URI uri) {
        return uri.getPath().matches("/ws/chat/[^/]+/[^/]+");
    }

    /** The subprotocol the server chose; empty for none. */
    public String subprotocol() {
        return socket().getSubprotocol();
    }

    /** Says something under a name of its own, which is returned. */
    public String says(String text) {
        var name = UUID.randomUUID().toString();
        says(text, name);
        return name;
    }

    public void says(String text, String clientMessageId) {
        says(text, clientMessageId, Map.of());
    }

    /** Says something as the original clients do, without a name. */
    public void saysUnnamed(String text) {
        sends(saying(text));
    }

    public void says(String text, String clientMessageId, Map<String, ?> metadata) {
        var frame = new HashMap<String, Object>(saying(text));
        frame.put("client_message_id", clientMessageId);
        if (!metadata.isEmpty()) {
            frame.put("metadata", metadata);
        }
        sends(frame);
    }

    private Map<String, Object> saying(String text) {
        return words.equals("message") ? Map.of(words, text, "message_type", "text") : Map.of(words, text);
    }

    /** A typed frame without fields: {@code stop}, {@code ping}, {@code typing}. */
    public void signals(String type) {
        sends(Map.of("type", type));
    }

    public void regenerates(String messageId) {
        sends(Map.of("type", "regenerate", "message_id", messageId));
    }

    public void edits(String messageId, String content) {
        sends(Map.of("type", "edit", "message_id", messageId, "content", content));
    }

    public void deletes(String messageId) {
        sends(Map.of("type", "delete", "message_id", messageId));
    }

    /** Has read up to there. */
    public void reads(long seq) {
        sends(Map.of("type", "read", "seq", seq));
    }

    /** @param reaction null takes it back */
    public void reacts(String messageId, @Nullable String reaction) {
        var frame = new HashMap<String, @Nullable Object>();
        frame.put("type", "reaction");
        frame.put("message_id", messageId);
        frame.put("reaction", reaction);
        sends(frame);
    }

    /** Asks for what came after the cursor, without waiting for it. */
    public void resumes(Cursor after) {
        synchronized (this) {
            resumes.add(after.seq());
        }
        sends(Map.of("type", "resume", "epoch", after.epoch(), "after_seq", after.seq()));
    }

    /** Asks for what came after the cursor, and waits for the whole of it. */
    public Recovery recovers(Cursor after) {
        resumes(after);
        var answer = awaits("recovered");
        var facts = new ArrayList<Frame>();
        for (long left = Math.max(0, answer.number("count")); left > 0; left--) {
            facts.add(awaits("a missed fact", frame -> frame.isFact() && isAfter(answer, frame)));
        }
        return new Recovery(answer, List.copyOf(facts));
    }

    @SuppressWarnings("ReferenceEquality") // these very frames
    private synchronized boolean isAfter(Frame first, Frame second) {
        for (var frame : frames) {
            if (frame == first || frame == second) {
                return frame == first && first != second;
            }
        }
        return false;
    }

    /**
     * Where its reader is: the newest of what it was shown, and where it began. True only of a socket that began where
     * the last one ended, or that has recovered since.
     */
    public synchronized Cursor cursor() {
        var begin = new Cursor("", -1);
        long seq = -1;
        for (var frame : frames) {
            if (frame.is("session_info")) {
                begin = Cursor.in(frame.json());
            }
            if (frame.is("session_info") || frame.is("recovered")) {
                seq = Math.max(seq, Cursor.in(frame.json()).seq());
            }
            seq = Math.max(seq, frame.seq());
        }
        return begin.at(seq);
    }

    public void escalates(String reason) {
        sends(Map.of("type", "escalate", "reason", reason));
    }

    public void sends(Map<String, ? extends @Nullable Object> frame) {
        sendsRaw(WireJson.mapper().writeValueAsString(frame));
    }

    /** A text frame as it stands: JSON or not. */
    public void sendsRaw(String text) {
        socket().sendText(text, true)
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Says something, and waits for the acknowledgement and the answer. */
    public Answer asks(String text) {
        return awaitsAnswerTo(says(text));
    }

    /** The first frame of the type that was not waited for yet. */
    public Frame awaits(String type) {
        return awaits("a frame " + type, frame -> frame.is(type));
    }

    public Frame awaits(String what, Predicate<Frame> wanted) {
        return awaits(what, wanted, LIMIT);
    }

    public synchronized Frame awaits(String what, Predicate<Frame> wanted, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        int looked = 0;
        while (true) {
            for (; looked < frames.size(); looked++) {
                var frame = frames.get(looked);
                if (!taken.contains(frame) && wanted.test(frame)) {
                    taken.add(frame);
                    return frame;
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0 || isClosed()) {
                throw new AssertionError("%s did not come%s; there were %s"
                        .formatted(
                                what, isClosed() ? " before the socket closed " + closeCode : " in " + atMost, this));
            }
            await(left);
        }
    }

    /** The acknowledgement of what was said under this name. */
    public Frame awaitsReceipt(String clientMessageId) {
        return awaits(
                "the receipt of " + clientMessageId,
                frame -> frame.is("message_received")
                        && frame.text("client_message_id").equals(clientMessageId));
    }

    /** The next end of an answer, whatever it answers. */
    public Answer awaitsAnswer() {
        return answer(awaits("the end of an answer", ChatSocket::endsAnswer));
    }

    /** The answer to what was said under this name, after its acknowledgement. */
    public Answer awaitsAnswerTo(String clientMessageId) {
        var messageId = awaitsReceipt(clientMessageId).text("message_id");
        return answer(awaits(
                "an answer to " + messageId,
                frame -> endsAnswer(frame) && frame.text("in_reply_to").equals(messageId)));
    }

    /** Waits until the server has closed the socket, and tells with what code. */
    public synchronized int awaitsClose() {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!isClosed()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("the socket is still open; there were " + this);
            }
            await(left);
        }
        return closeCode;
    }

    /** Every frame so far. */
    public synchronized List<Frame> frames() {
        return List.copyOf(frames);
    }

    public List<Frame> frames(String type) {
        return frames().stream().filter(frame -> frame.is(type)).toList();
    }

    /** Whether it was closed by the server, or lost. */
    public synchronized boolean isClosed() {
        return closeCode >= 0 || failure != null;
    }

    /** Reads nothing more from the network, as a client that hangs. */
    public synchronized void stopsReading() {
        isReading = false;
    }

    /** Holds every frame so far against the client contract. */
    public ChatSocket checks() {
        checker().checkAll(frames());
        return this;
    }

    /** What every frame so far breaks of the client contract. */
    public List<String> breaches() {
        return checker().breaches(frames());
    }

    private synchronized FrameChecker checker() {
        var checker = (agent ? FrameChecker.ofAgent() : FrameChecker.ofVisitor()).resumedAfter(resumes);
        return isClosed() ? checker.cutShort() : checker;
    }

    /** Closes it as a tab does that goes away. */
    @Override
    public void close() {
        if (!isClosed()) {
            socket().sendClose(WebSocket.NORMAL_CLOSURE, "")
                    .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .exceptionally(_ -> socket())
                    .join();
        }
        socket().abort();
    }

    /** Is gone without a word, as a device without network. */
    public void vanishes() {
        socket().abort();
    }

    @Override
    public String toString() {
        return frames().stream()
                .map(frame -> frame.isFact() ? frame.type() + "@" + frame.seq() : frame.type())
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static boolean endsAnswer(Frame frame) {
        return frame.is("response_complete")
                || (frame.is("error") && frame.json().has("in_reply_to"));
    }

    @SuppressWarnings("ReferenceEquality") // this very frame
    private synchronized Answer answer(Frame end) {
        var chunks = new ArrayList<Frame>();
        for (var frame : frames) {
            if (frame == end) {
                break;
            }
            if (frame.text("message_id").equals(end.text("message_id"))) {
                if (frame.is("response_start")) {
                    chunks.clear();
                } else if (frame.is("response_chunk")) {
                    chunks.add(frame);
                }
            }
        }
        return new Answer(end, List.copyOf(chunks));
    }

    private WebSocket socket() {
        if (socket == null) {
            throw new IllegalStateException("not open");
        }
        return socket;
    }

    @SuppressWarnings("WaitNotInLoop") // its callers look again
    private void await(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("stopped while waiting", e);
        }
    }

    private synchronized void received(String text) {
        frames.add(new Frame(WireJson.mapper().readTree(text), Instant.now()));
        notifyAll();
    }

    private synchronized void closed(int code) {
        closeCode = code;
        notifyAll();
    }

    private synchronized void lost(Throwable error) {
        failure = error;
        notifyAll();
    }

    private synchronized boolean isReading() {
        return isReading;
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder parts = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                received(parts.toString());
                parts.setLength(0);
            }
            if (isReading()) {
                from.request(1);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            lost(error);
        }
    }
}
