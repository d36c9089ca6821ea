package io.parley.e2e.ledger.client;

import io.parley.e2e.ledger.check.Entry;
import io.parley.e2e.ledger.check.Expectation;
import io.parley.e2e.ledger.check.Fact;
import io.parley.e2e.ledger.check.Fact.Kind;
import io.parley.e2e.ledger.check.ReaderLedger;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A good client of one conversation. Whatever happens to its sockets it comes back, asks for what it missed, says again what
 * was not acknowledged, and writes everything down.
 */
public final class LedgerClient implements AutoCloseable {
    private static final long FIRST_BACK_OFF_MILLIS = 200;
    private static final long LONGEST_BACK_OFF_MILLIS = 5_000;
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration SILENCE_TO_PING = Duration.ofSeconds(15);
    private static final Duration SILENCE_TO_LEAVE = Duration.ofSeconds(25);
    private static final Duration RECOVERED_WITHIN = Duration.ofSeconds(20);
    private static final String PING = "{\"type\":\"ping\"}";

    private final Gateway gateway;
    private final Door door;
    private final String name;
    private final String user;
    private final boolean isAgent;
    private final Figures figures;
    private final List<Entry> book = new ArrayList<>();
    private final Unacknowledged unacknowledged;
    private final Unanswered unanswered = new Unanswered();
    private final Recovering position = new Recovering();

    private volatile boolean leaving;
    private volatile long offlineUntil = System.nanoTime();
    private volatile Consumer<Entry> watcher = _ -> {};
    private volatile String trouble = "";
    private volatile String conversation = "";
    private volatile @Nullable WireSocket socket;
    private volatile int connections;
    private int said;
    private @Nullable Thread thread;

    public LedgerClient(Gateway gateway, Door door, String name, String user, boolean isAgent, Figures figures) {
        this.gateway = gateway;
        this.door = door;
        this.name = name;
        this.user = user;
        this.isAgent = isAgent;
        this.figures = figures;
        this.unacknowledged = new Unacknowledged(figures);
    }

    public LedgerClient start() {
        thread = Thread.ofVirtual().name(name).start(this::stay);
        return this;
    }

    /** Says something that nobody else says; sent at once, or as soon as there is a socket. */
    public synchronized void say(String text, Expectation expectation) {
        var words = new Unacknowledged.Words(name + "#" + said++, text + " @" + System.nanoTime(), expectation);
        unacknowledged.add(words);
        var open = socket;
        if (open != null) {
            leave(words, open);
        }
    }

    /** Sends any frame; lost where there is no socket. */
    public void signal(String frame) {
        var open = socket;
        try {
            if (open != null) {
                open.send(frame);
            }
        } catch (IOException lost) {
            open.close();
        }
    }

    /** Loses its connection, and has no network for so long. */
    public void isCutOff(Duration length) {
        offlineUntil = System.nanoTime() + length.toNanos();
        var open = socket;
        if (open != null) {
            open.close();
        }
    }

    /** Is told what is written down, at that moment. */
    public void watch(Consumer<Entry> onEntry) {
        watcher = onEntry;
    }

    public int unacknowledged() {
        return unacknowledged.size();
    }

    public int unanswered() {
        return unanswered.size();
    }

    /** How often it was there, until now. */
    public int connections() {
        return connections;
    }

    public boolean isConnected() {
        return socket != null;
    }

    /** Every fact up to here was shown to it. */
    public long known() {
        return position.known();
    }

    public String conversation() {
        return conversation;
    }

    /** Its state in a line, for whoever waits for it. */
    @Override
    public String toString() {
        return "%s (%s, known %d, %d unacknowledged, %d unanswered, last trouble: %s)"
                .formatted(
                        name, socket == null ? "offline" : "online", known(), unacknowledged(), unanswered(), trouble);
    }

    public String token() {
        return door.token();
    }

    public String name() {
        return name;
    }

    public synchronized ReaderLedger ledger() {
        return new ReaderLedger(name, user, isAgent, book);
    }

    @Override
    public void close() {
        leaving = true;
        isCutOff(Duration.ZERO);
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void stay() {
        int failures = 0;
        while (!leaving) {
            try {
                figures.connections.increment();
                connectAndRead();
                failures = 0;
            } catch (IOException lost) {
                trouble = lost.toString();
                failures = position.isOnline() ? 0 : failures + 1;
                if (failures > 0) {
                    figures.failedConnections.increment();
                }
            } catch (RuntimeException broken) {
                note(new Entry.Disconnected(WireSocket.LOST));
                figures.refused("client: " + broken);
            }
            if (!leaving) {
                Pause.of(Duration.ofNanos(Math.max(0, offlineUntil - System.nanoTime())));
                Pause.ofMillis(backOff(failures));
            }
        }
    }

    /** Full jitter: anywhere between nothing and twice as long as last time. */
    private static long backOff(int failures) {
        long longest = Math.min(LONGEST_BACK_OFF_MILLIS, FIRST_BACK_OFF_MILLIS << Math.min(failures, 8));
        return ThreadLocalRandom.current().nextLong(longest);
    }

    private void connectAndRead() throws IOException {
        position.offline();
        try (var opened = gateway.socket(door.token(), door.path(), 0)) {
            long openedAt = System.nanoTime();
            try {
                read(opened, openedAt);
            } finally {
                socket = null;
                figures.closed(opened.closeCode());
                note(new Entry.Disconnected(opened.closeCode()));
            }
        }
    }

    private void read(WireSocket opened, long openedAt) throws IOException {
        long heardAt = openedAt;
        while (!leaving) {
            var text = opened.receive(TICK);
            long now = System.nanoTime();
            if (text != null) {
                heardAt = now;
                read(Frame.parse(text), opened, openedAt);
            } else if (now - heardAt > SILENCE_TO_LEAVE.toNanos()) {
                throw new IOException("silence");
            } else if (now - heardAt > SILENCE_TO_PING.toNanos()) {
                opened.send(PING);
            }
            if (position.isRecovering() && now - openedAt > RECOVERED_WITHIN.toNanos()) {
                throw new IOException("no replay");
            }
            if (position.isOnline()) {
                unacknowledged.mayBeSaidAgain(now).forEach(words -> leave(words, opened));
            }
        }
    }

    private void read(Frame frame, WireSocket opened, long openedAt) throws IOException {
        switch (frame) {
            case Frame.Info info -> begin(info, opened, openedAt);
            case Frame.Placed(var fact) -> shown(fact);
            case Frame.Noted(var entry) -> note(entry);
            case Frame.Recovery recovery -> recovered(recovery);
            case Frame.Refusal refusal -> {
                figures.refused(refusal.code());
                unacknowledged.refused(refusal);
            }
            case Frame.Other _ -> {}
        }
    }

    /** What was missed is asked for first; then what was not acknowledged is said again, in its order. */
    private synchronized void begin(Frame.Info info, WireSocket opened, long openedAt) throws IOException {
        conversation = info.conversation();
        book.add(new Entry.Connected(info.cursor()));
        if (position.begin(info, openedAt)) {
            book.add(new Entry.ResumeAsked(position.known()));
            opened.send("{\"type\":\"resume\",\"epoch\":\"%s\",\"after_seq\":%d}"
                    .formatted(position.epoch(), position.known()));
        }
        for (var words : unacknowledged.all()) {
            leave(words, opened);
        }
        connections++;
        socket = opened;
    }

    private void shown(Fact fact) {
        note(new Entry.Shown(fact));
        long now = System.nanoTime();
        if (fact.kind() == Kind.RECEIPT) {
            var words = unacknowledged.acknowledged(fact.clientMessageId(), now);
            if (words != null && words.areAwaited()) {
                unanswered.asked(fact.id());
            }
        } else if (fact.kind().endsAnswer()) {
            unanswered.ended(fact);
        } else if (fact.kind() == Kind.MESSAGE && !position.isRecovering()) {
            var saidAt = Figures.saidAt(fact.text());
            if (saidAt != null) {
                figures.deliveries.add(now - saidAt);
            }
        }
        if (position.advance(fact)) {
            figures.recoveries.add(now - position.openedAt());
        }
    }

    private void recovered(Frame.Recovery recovery) throws IOException {
        if (recovery.isWhole()) {
            note(new Entry.Recovered(recovery.count(), recovery.cursor()));
            if (position.replays(recovery)) {
                figures.recoveries.add(System.nanoTime() - position.openedAt());
            }
        } else {
            note(new Entry.NotRecovered());
            figures.refusedResumes.increment();
            var history = gateway.history(door.token(), conversation, position.known());
            note(new Entry.Reloaded(history.facts(), history.cursor()));
            position.reloaded(history.cursor());
        }
    }

    private synchronized void leave(Unacknowledged.Words words, WireSocket open) {
        try {
            book.add(new Entry.Said(words.name(), words.text(), words.expectation()));
            words.left();
            open.send(door.wording(words.name(), words.text(), words.wantAnswer()));
        } catch (IOException lost) {
            open.close();
        }
    }

    private void note(Entry entry) {
        synchronized (this) {
            book.add(entry);
        }
        watcher.accept(entry);
    }
}
