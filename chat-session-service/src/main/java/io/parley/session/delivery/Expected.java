package io.parley.session.delivery;

import io.parley.events.MessageId;
import io.parley.session.conversation.AcceptedMessage;
import io.parley.session.frame.Refusal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** Somebody who waits to read a message back from the log. */
public final class Expected {

    private final MessageId id;
    private final @Nullable String clientMessageId;
    private final @Nullable String reader;
    private final boolean first;
    private final Sinks.One<AcceptedMessage> accepted = Sinks.one();
    private volatile @Nullable AcceptedMessage read;

    Expected(MessageId id, @Nullable String clientMessageId, @Nullable String reader, boolean first) {
        this.id = id;
        this.clientMessageId = clientMessageId;
        this.reader = reader;
        this.first = first;
    }

    /** Whether nobody is appending this message yet, so that it has to be. */
    public boolean isFirst() {
        return first;
    }

    /** Completes when the message was read; fails where it does not count, and has no time limit of its own. */
    public Mono<AcceptedMessage> accepted() {
        // The log's reader has other conversations to go on with.
        return accepted.asMono().publishOn(Schedulers.parallel());
    }

    /** The message, if it has been read by now. */
    public Optional<AcceptedMessage> soFar() {
        return Optional.ofNullable(read);
    }

    MessageId id() {
        return id;
    }

    @Nullable String clientMessageId() {
        return clientMessageId;
    }

    @Nullable String reader() {
        return reader;
    }

    void fail(Refusal refusal) {
        accepted.tryEmitError(refusal);
    }

    void complete(AcceptedMessage message) {
        read = message;
        // A waiter that has given up meanwhile does not take it, and need not.
        accepted.tryEmitValue(message);
    }
}
