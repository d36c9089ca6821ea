package io.parley.session.connection;

import io.parley.events.Audience;
import io.parley.events.HumanRequested;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.live.StopRequested;
import io.parley.events.live.Typing;
import io.parley.platform.identity.Caller;
import io.parley.platform.log.AppendFailed;
import io.parley.platform.log.ConversationLog;
import io.parley.platform.log.LiveTopic;
import io.parley.session.acceptance.AcceptanceProperties;
import io.parley.session.acceptance.MessageDraft;
import io.parley.session.acceptance.SubmitMessage;
import io.parley.session.delivery.ConversationFeed;
import io.parley.session.delivery.Reader;
import io.parley.session.frame.ClientFrame;
import io.parley.session.frame.EncodedFrame;
import io.parley.session.frame.ErrorCode;
import io.parley.session.frame.FrameCodec;
import io.parley.session.frame.Refusal;
import io.parley.session.frame.ServerFrame;
import io.parley.session.session.ChatSession;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One socket of a visitor in a chat session: takes its frames in their order, and shows it the conversation.
 *
 * <p>Frames are taken one after another up to the moment a message is on its way to the log; its acknowledgement comes
 * by itself, so that several messages can be under way and stay in order.
 */
public final class ChatConnection implements Reader {

    private static final Logger log = LoggerFactory.getLogger(ChatConnection.class);

    /** Messages and signals of one socket that may be on their way at once. */
    private static final int UNDER_WAY = 64;

    /** After so many refusals within ten seconds a socket is closed. */
    private static final int REFUSALS = 20;

    private static final Duration REFUSAL_WINDOW = Duration.ofSeconds(10);
    private static final Duration TYPING_EVERY = Duration.ofSeconds(1);

    /** What every connection works with. */
    public record Services(
            SubmitMessage submitMessage,
            AcceptanceProperties acceptance,
            ConversationLog log,
            LiveTopic live,
            ConnectionProperties properties,
            Clock clock) {}

    private final String id = UUID.randomUUID().toString();
    private final Caller caller;
    private final ChatSession session;
    private final ConversationFeed feed;
    private final Services services;
    private final Outbox outbox = new Outbox();
    private final Disposable.Composite underWay = Disposables.composite();
    private final Deque<Instant> refusals = new ArrayDeque<>();
    private volatile Instant heard;
    private Instant pinged;
    private @Nullable Instant typed;
    private boolean warned;

    public ChatConnection(Caller caller, ChatSession session, ConversationFeed feed, Services services) {
        this.caller = caller;
        this.session = session;
        this.feed = feed;
        this.services = services;
        this.heard = services.clock().instant();
        this.pinged = heard;
    }

    /** Begins to show the conversation: {@code session_info} first. */
    public void open(String chatbotName) {
        feed.add(this, chatbotName);
    }

    /** What to write to the socket, in order; when it completes, the socket closes as {@link #closing()} says. */
    public Flux<Outgoing> outgoing() {
        return outbox.outgoing();
    }

    public CloseReason closing() {
        return outbox.closing();
    }

    /** Completes when the socket has to end without waiting for its reader. */
    public Mono<CloseReason> whenCut() {
        return outbox.whenCut();
    }

    /** Something came from the client, a pong at least. */
    public void heard() {
        heard = services.clock().instant();
    }

    public void pinged(ByteBuffer payload) {
        outbox.offer(new Outgoing.Pong(payload));
    }

    /** Takes one frame; completes when the next one may be taken. Never fails. */
    public Mono<Void> receive(String text) {
        if (outbox.isClosing()) {
            // Its token may have ended: what comes now is nobody's.
            return Mono.empty();
        }
        return Mono.defer(() -> take(FrameCodec.decode(text))).onErrorResume(failure -> {
            refuse(failure, FrameCodec.clientMessageId(text));
            return Mono.empty();
        });
    }

    private Mono<Void> take(ClientFrame frame) {
        return switch (frame) {
            case ClientFrame.Send send -> send(send);
            case ClientFrame.Stop _ -> stop();
            case ClientFrame.Typing _ -> typing();
            case ClientFrame.Escalate escalate ->
                beside(services.log()
                        .append(feed.key(), new HumanRequested(sender(), escalate.reason(), escalate.metadata())));
            case ClientFrame.Ping _ -> {
                show(EncodedFrame.of(new ServerFrame.Pong()));
                yield Mono.empty();
            }
            case ClientFrame.NotServed notServed ->
                Mono.error(new Refusal(
                        ErrorCode.UNSUPPORTED, "Frames of the type " + notServed.type() + " are not served here."));
        };
    }

    private Mono<Void> send(ClientFrame.Send frame) {
        var draft = MessageDraft.of(frame, services.acceptance().maxLength());
        if (isTooMuchUnderWay()) {
            return Mono.error(busy());
        }
        return services.submitMessage()
                .submit(feed, sender(), draft, id)
                .doOnNext(submitted -> await(submitted, draft.clientMessageId()))
                .then();
    }

    private void await(SubmitMessage.Submitted submitted, @Nullable String clientMessageId) {
        underWay(
                submitted.accepted().doOnNext(accepted -> {
                    if (submitted.repeated()) {
                        feed.tellAgain(this, accepted, clientMessageId);
                    }
                }),
                clientMessageId);
    }

    /** Sends something on its way; the next frame does not wait for it, however long the log is away. */
    private Mono<Void> beside(Mono<?> sent) {
        if (isTooMuchUnderWay()) {
            return Mono.error(busy());
        }
        underWay(sent, null);
        return Mono.empty();
    }

    private void underWay(Mono<?> sent, @Nullable String clientMessageId) {
        var slot = Disposables.swap();
        underWay.add(slot);
        slot.update(sent.doFinally(_ -> underWay.remove(slot))
                .subscribe(_ -> {}, failure -> refuse(failure, clientMessageId)));
    }

    private boolean isTooMuchUnderWay() {
        return underWay.size() >= UNDER_WAY;
    }

    private static Refusal busy() {
        return new Refusal(ErrorCode.BUSY, "Too much is under way; please send it again.");
    }

    /** Where nothing is being answered there is nothing to stop. */
    private Mono<Void> stop() {
        return Mono.justOrEmpty(feed.answerToStop())
                .flatMap(answer ->
                        beside(services.live().publish(feed.key(), new StopRequested(caller.userId(), answer))));
    }

    private Mono<Void> typing() {
        var now = services.clock().instant();
        if (typed != null && typed.plus(TYPING_EVERY).isAfter(now)) {
            return Mono.empty();
        }
        typed = now;
        // One that is lost loses nothing: the client need not be told.
        return beside(
                services.live().publish(feed.key(), new Typing(sender(), id)).onErrorComplete(AppendFailed.class));
    }

    private Sender sender() {
        return new Sender(caller.userId(), SenderType.USER, caller.name());
    }

    private void refuse(Throwable failure, @Nullable String clientMessageId) {
        var refusal = toRefusal(failure);
        show(EncodedFrame.of(ServerFrame.Failure.of(refusal, clientMessageId)));
        if (refusal.code() == ErrorCode.RATE_LIMITED && isRefusedForLong()) {
            close(CloseReason.OVER_LIMIT);
        }
    }

    private static Refusal toRefusal(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return refusal;
        }
        if (failure instanceof AppendFailed) {
            return new Refusal(ErrorCode.NOT_ACCEPTED, "This could not be accepted; please send it again.");
        }
        log.error("A frame could not be taken: {}", failure.getClass().getName());
        return new Refusal(ErrorCode.INTERNAL, "Something went wrong here.");
    }

    private boolean isRefusedForLong() {
        var now = services.clock().instant();
        synchronized (refusals) {
            refusals.addLast(now);
            while (refusals.getFirst().plus(REFUSAL_WINDOW).isBefore(now)) {
                refusals.removeFirst();
            }
            return refusals.size() >= REFUSALS;
        }
    }

    /** Called about once a second: pings, and ends what has become silent or has lost its credential. */
    public void tick(Instant now) {
        var properties = services.properties();
        if (!now.isBefore(caller.expiresAt())) {
            close(CloseReason.TOKEN_ENDED);
        } else if (heard.plus(properties.silentLimit()).isBefore(now)) {
            outbox.cut(CloseReason.SILENT);
        } else {
            if (!warned && !now.isBefore(caller.expiresAt().minus(properties.expiryWarning()))) {
                warned = true;
                show(EncodedFrame.of(new ServerFrame.AuthExpiring(caller.expiresAt())));
            }
            if (!pinged.plus(properties.pingEvery()).isAfter(now)) {
                pinged = now;
                outbox.offer(new Outgoing.Ping());
            }
        }
    }

    public void close(CloseReason reason) {
        outbox.close(reason);
    }

    /** The socket is gone. */
    public void closed() {
        feed.remove(this);
        underWay.dispose();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Audience audience() {
        return Audience.VISITOR;
    }

    @Override
    public String userId() {
        return caller.userId();
    }

    @Override
    public String sessionId() {
        return session.id();
    }

    @Override
    public void show(EncodedFrame frame) {
        outbox.offer(new Outgoing.Text(frame));
    }

    @Override
    public void sessionEnded() {
        show(EncodedFrame.of(new ServerFrame.SessionClosed(session.id())));
        close(CloseReason.ENDED);
    }
}
