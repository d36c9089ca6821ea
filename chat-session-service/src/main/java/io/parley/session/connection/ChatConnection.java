package io.parley.session.connection;

import io.parley.events.Audience;
import io.parley.events.HumanRequested;
import io.parley.events.Sender;
import io.parley.events.live.StopRequested;
import io.parley.events.live.Typing;
import io.parley.events.log.ConversationKey;
import io.parley.platform.identity.Caller;
import io.parley.platform.log.AppendFailed;
import io.parley.platform.log.ConversationLog;
import io.parley.platform.log.LiveTopic;
import io.parley.session.acceptance.AcceptanceProperties;
import io.parley.session.acceptance.MessageDraft;
import io.parley.session.acceptance.SubmitMessage;
import io.parley.session.delivery.ConversationFeed;
import io.parley.session.delivery.MissedFacts;
import io.parley.session.delivery.Reader;
import io.parley.session.delivery.Replay;
import io.parley.session.frame.ClientFrame;
import io.parley.session.frame.Cursor;
import io.parley.session.frame.EncodedFrame;
import io.parley.session.frame.ErrorCode;
import io.parley.session.frame.FrameCodec;
import io.parley.session.frame.Refusal;
import io.parley.session.frame.ServerFrame;
import io.parley.session.people.Speaker;
import io.parley.session.revision.MarkRead;
import io.parley.session.revision.RegenerateAnswer;
import io.parley.session.revision.ReviseMessage;
import io.parley.session.session.ChatSession;
import io.parley.session.session.ChatSessions;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One socket in a conversation, of its owner or an agent: takes its frames in their order, and shows it the conversation.
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

    /** Times within ten seconds that a person may be asked for. */
    private static final int ESCALATIONS = 5;

    private static final Duration TYPING_EVERY = Duration.ofSeconds(1);

    /** What every connection works with. */
    public record Services(
            SubmitMessage submitMessage,
            ReviseMessage reviseMessage,
            MarkRead markRead,
            RegenerateAnswer regenerateAnswer,
            MissedFacts missedFacts,
            ChatSessions sessions,
            AcceptanceProperties acceptance,
            ConversationLog log,
            LiveTopic live,
            ConnectionProperties properties,
            Clock clock) {}

    private final String id = UUID.randomUUID().toString();
    private final Caller caller;
    private final @Nullable ChatSession session;
    private final ConversationFeed feed;
    private final Audience audience;
    private final Sender sender;
    private final Services services;
    private final Outbox outbox = new Outbox();
    private final Disposable.Composite underWay = Disposables.composite();
    private final Recently refusals = new Recently();
    private final Recently escalations = new Recently();
    private final AtomicBoolean recovering = new AtomicBoolean();
    private volatile Instant heard;
    private Instant pinged;
    private @Nullable Instant typed;
    private boolean warned;
    private volatile long begun;

    /** @param session null where the socket is opened to the conversation itself */
    public ChatConnection(Caller caller, @Nullable ChatSession session, ConversationFeed feed, Services services) {
        this.caller = caller;
        this.session = session;
        this.feed = feed;
        var access = feed.conversation().access();
        // Between being let in and this the conversation may have been erased: then it is nobody's.
        this.audience = caller.isAgent() ? access.audience(caller.userId()) : Audience.VISITOR;
        this.sender = Speaker.of(caller, access);
        this.services = services;
        this.heard = services.clock().instant();
        this.pinged = heard;
    }

    /** Begins to show the conversation: {@code session_info} first. */
    public void open(@Nullable String chatbotName) {
        begun = feed.add(this, chatbotName);
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
            refuse(failure, FrameCodec.subject(text));
            return Mono.empty();
        });
    }

    private Mono<Void> take(ClientFrame frame) {
        return switch (frame) {
            case ClientFrame.Send send -> send(send);
            case ClientFrame.Stop _ -> stop();
            case ClientFrame.Typing _ -> typing();
            case ClientFrame.Escalate escalate -> escalate(escalate);
            case ClientFrame.Resume resume -> resume(resume);
            case ClientFrame.Regenerate regenerate ->
                beside(
                        services.regenerateAnswer().regenerate(feed, caller, regenerate.messageId()),
                        new FrameCodec.Subject(null, regenerate.messageId()));
            case ClientFrame.Edit edit ->
                beside(
                        services.reviseMessage().edit(feed, caller, edit.messageId(), edit.content()),
                        new FrameCodec.Subject(null, edit.messageId()));
            case ClientFrame.Delete delete ->
                beside(
                        services.reviseMessage().delete(feed, caller, delete.messageId()),
                        new FrameCodec.Subject(null, delete.messageId()));
            case ClientFrame.React react ->
                beside(
                        services.reviseMessage().react(feed, caller, react.messageId(), react.reaction()),
                        new FrameCodec.Subject(null, react.messageId()));
            case ClientFrame.Read read ->
                beside(services.markRead().read(feed, caller, read.seq()), FrameCodec.Subject.NONE);
            case ClientFrame.Ping _ -> {
                show(EncodedFrame.of(new ServerFrame.Pong()));
                yield Mono.empty();
            }
        };
    }

    private Mono<Void> send(ClientFrame.Send frame) {
        var draft = MessageDraft.of(frame, services.acceptance().maxLength());
        if (isTooMuchUnderWay()) {
            return Mono.error(busy());
        }
        return services.submitMessage()
                .submit(feed, sender, draft, id)
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
                new FrameCodec.Subject(clientMessageId, null));
    }

    /** Sends something on its way; the next frame does not wait for it, however long the log is away. */
    private Mono<Void> beside(Mono<?> sent, FrameCodec.Subject subject) {
        if (isTooMuchUnderWay()) {
            return Mono.error(busy());
        }
        underWay(sent, subject);
        return Mono.empty();
    }

    private void underWay(Mono<?> sent, FrameCodec.Subject subject) {
        var slot = Disposables.swap();
        underWay.add(slot);
        slot.update(sent.doFinally(_ -> underWay.remove(slot)).subscribe(_ -> {}, failure -> refuse(failure, subject)));
    }

    private boolean isTooMuchUnderWay() {
        return underWay.size() >= UNDER_WAY;
    }

    private static Refusal busy() {
        return new Refusal(ErrorCode.BUSY, "Too much is under way; please send it again.");
    }

    private Mono<Void> escalate(ClientFrame.Escalate escalate) {
        if (escalations.note(services.clock().instant()) > ESCALATIONS) {
            return Mono.error(new Refusal(
                    ErrorCode.RATE_LIMITED, "A person was asked for often enough.", Duration.ofSeconds(10)));
        }
        return beside(
                services.log().append(feed.key(), new HumanRequested(sender, escalate.reason(), escalate.metadata())),
                FrameCodec.Subject.NONE);
    }

    /** One at a time: each may hold a thousand facts. */
    private Mono<Void> resume(ClientFrame.Resume resume) {
        if (!recovering.compareAndSet(false, true)) {
            return Mono.error(new Refusal(ErrorCode.BUSY, "What was missed is on its way already."));
        }
        return beside(
                services.missedFacts()
                        .since(feed, audience, caller.userId(), resume.epoch(), resume.afterSeq(), begun)
                        .doOnNext(replay -> outbox.offer(recovered(replay)))
                        .doOnError(_ -> recovering.set(false)),
                FrameCodec.Subject.NONE);
    }

    private Flux<Outgoing> recovered(Optional<Replay> found) {
        // It holds its facts until the socket has taken the last of them.
        return frames(found).doFinally(_ -> recovering.set(false));
    }

    private Flux<Outgoing> frames(Optional<Replay> found) {
        if (found.isEmpty()) {
            return Flux.just(text(new ServerFrame.Recovered(false, null, null)));
        }
        var replay = found.get();
        var cursor = new Cursor(services.missedFacts().epoch(), replay.upTo());
        return Flux.concat(
                Flux.just(text(new ServerFrame.Recovered(true, replay.count(), cursor))),
                replay.frames().map(Outgoing.Text::new));
    }

    private static Outgoing text(ServerFrame frame) {
        return new Outgoing.Text(EncodedFrame.of(frame));
    }

    /** Where nothing is being answered there is nothing to stop. */
    private Mono<Void> stop() {
        if (audience != Audience.VISITOR) {
            return Mono.error(new Refusal(ErrorCode.FORBIDDEN, "Only whose conversation it is stops an answer."));
        }
        return Mono.justOrEmpty(feed.answerToStop())
                .flatMap(answer -> beside(
                        services.live().publish(feed.key(), new StopRequested(caller.userId(), answer)),
                        FrameCodec.Subject.NONE));
    }

    private Mono<Void> typing() {
        var now = services.clock().instant();
        if (typed != null && typed.plus(TYPING_EVERY).isAfter(now)) {
            return Mono.empty();
        }
        typed = now;
        // One that is lost loses nothing: the client need not be told.
        return beside(
                services.live().publish(feed.key(), new Typing(sender, id)).onErrorComplete(AppendFailed.class),
                FrameCodec.Subject.NONE);
    }

    private void refuse(Throwable failure, FrameCodec.Subject subject) {
        var refusal = toRefusal(failure);
        show(EncodedFrame.of(ServerFrame.Failure.of(refusal, subject)));
        if (refusal.code() == ErrorCode.RATE_LIMITED
                && refusals.note(services.clock().instant()) >= REFUSALS) {
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
        return audience;
    }

    @Override
    public String userId() {
        return caller.userId();
    }

    @Override
    public @Nullable String sessionId() {
        return session == null ? null : session.id();
    }

    @Override
    public boolean followsAnswers() {
        return true;
    }

    /** As whom its user takes part. */
    public Sender sender() {
        return sender;
    }

    /** In which it is. */
    public ConversationKey conversation() {
        return feed.key();
    }

    @Override
    public void show(EncodedFrame frame) {
        outbox.offer(new Outgoing.Text(frame));
    }

    @Override
    public void sessionEnded() {
        // The signal may be late, and the session have been gone on with since.
        if (session != null) {
            services.sessions()
                    .find(session.id())
                    .filter(ChatSession::ended)
                    .subscribe(
                            _ -> end(), failure -> log.debug("A session could not be found: {}", failure.toString()));
        }
    }

    /** Ends with its session. */
    void end() {
        if (session != null) {
            show(EncodedFrame.of(new ServerFrame.SessionClosed(session.id())));
            close(CloseReason.ENDED);
        }
    }

    @Override
    public void erased() {
        close(CloseReason.NOT_FOUND);
    }
}
