package io.parley.e2e.ledger.check;

import io.parley.e2e.ledger.check.Fact.Kind;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Follows one reader over all its connections: each fact once, in order, without a gap, and every replay exact. */
final class ReaderRules {
    private final ReaderLedger reader;
    private final String conversation;
    private final Truth truth;
    private final Breaches breaches;
    private final Set<String> saidAgain = new HashSet<>();
    private final TreeMap<Long, Fact> shown = new TreeMap<>();

    /** Everything up to here was shown, as far as this reader may see it; -1 before the first connection. */
    private long known = -1;

    private long start = -1;
    private Connection connection = new Connection(-1);

    private ReaderRules(ReaderLedger reader, String conversation, Truth truth, Breaches breaches) {
        this.reader = reader;
        this.conversation = conversation;
        this.truth = truth;
        this.breaches = breaches;
        var said = new HashSet<String>();
        for (var entry : reader.entries()) {
            if (entry instanceof Entry.Said again && !said.add(again.clientMessageId())) {
                saidAgain.add(again.clientMessageId());
            }
        }
    }

    /** What belongs to one socket. */
    private static final class Connection {
        final long begin;
        long live = -1;
        long asked = -1;

        @Nullable Replay replay;

        Connection(long begin) {
            this.begin = begin;
        }
    }

    /** A replay that was announced, and how far it has come. */
    private static final class Replay {
        final long after;
        final long cursor;
        final int announced;
        final Set<Long> got = new HashSet<>();
        long last;

        Replay(long after, int announced, long cursor) {
            this.after = after;
            this.announced = announced;
            this.cursor = cursor;
            this.last = after;
        }

        boolean isComplete() {
            return got.size() >= announced;
        }
    }

    static void check(ReaderLedger reader, String conversation, Truth truth, Breaches breaches) {
        var rules = new ReaderRules(reader, conversation, truth, breaches);
        var answers = new StreamRules(reader.name(), breaches);
        for (var entry : reader.entries()) {
            var replay = rules.connection.replay;
            answers.read(entry, replay != null && !replay.isComplete());
            rules.read(entry);
        }
        rules.lacksNothing();
    }

    private void read(Entry entry) {
        switch (entry) {
            case Entry.Connected(long cursor) -> connected(cursor);
            case Entry.ResumeAsked(long after) -> connection.asked = after;
            case Entry.Recovered(int count, long cursor) -> {
                var replay = new Replay(connection.asked, count, cursor);
                connection.replay = replay;
                endIfComplete(replay);
            }
            case Entry.NotRecovered() -> add(Rule.RESUME_REFUSED, "after %d", connection.asked);
            case Entry.Reloaded reloaded -> {
                reloaded.facts().forEach(fact -> shown.putIfAbsent(fact.seq(), fact));
                known = Math.max(known, reloaded.cursor());
            }
            case Entry.Shown(var fact) when fact.conversation().equals(conversation) -> shown(fact);
            default -> {}
        }
    }

    private void connected(long cursor) {
        connection = new Connection(cursor);
        if (start < 0) {
            start = cursor;
            known = cursor;
        }
    }

    private void shown(Fact fact) {
        var replay = connection.replay;
        if (fact.is(Kind.RECEIPT)) {
            receipt(fact);
        } else if (replay != null && !replay.isComplete()) {
            if (fact.seq() > replay.cursor) {
                add(Rule.RESUME_INCOMPLETE, "%s after %d of %d", fact, replay.got.size(), replay.announced);
                connection.replay = null;
                live(fact);
            } else {
                replayed(replay, fact);
            }
        } else {
            live(fact);
        }
    }

    /**
     * The repeated receipt of what was said again has its place anywhere, before the beginning of this socket too; the first
     * one of a message is a fact like others.
     */
    private void receipt(Fact fact) {
        if (fact.prevSeq() < 0) {
            shown.putIfAbsent(fact.seq(), fact);
        } else if (!saidAgain.contains(String.valueOf(fact.clientMessageId()))) {
            live(fact);
        } else if (fact.seq() > Math.max(known, Math.max(connection.begin, connection.live)) && follows(fact)) {
            keep(fact);
        } else {
            shown.putIfAbsent(fact.seq(), fact);
        }
    }

    private void live(Fact fact) {
        var again = shown.get(fact.seq());
        if (again != null && mayComeAsMessageToo(again, fact)) {
            if (again.prevSeq() >= 0 && fact.seq() <= Math.max(known, connection.live)) {
                return;
            }
            again = null;
        }
        if (again != null && (isCovered() || connection.live >= fact.seq())) {
            add(Rule.DOUBLED, "%s", fact);
        } else if (fact.seq() <= Math.max(connection.live, connection.begin)) {
            add(
                    Rule.OUT_OF_ORDER,
                    "%s after %d on a socket that begins at %d",
                    fact,
                    connection.live,
                    connection.begin);
            shown.putIfAbsent(fact.seq(), fact);
        } else {
            if (!follows(fact)) {
                add(Rule.GAP, "%s after %s", fact, shown.lowerKey(fact.seq()));
            }
            keep(fact);
        }
    }

    /** A message that left twice may come as message and as receipt; so may one that was posted over HTTP. */
    private boolean mayComeAsMessageToo(Fact receipt, Fact fact) {
        return receipt.is(Kind.RECEIPT)
                && fact.is(Kind.MESSAGE)
                && (receipt.prevSeq() < 0 || saidAgain.contains(String.valueOf(receipt.clientMessageId())));
    }

    /** Whether {@code prev_seq} names the fact that this reader was shown before. */
    private boolean follows(Fact fact) {
        var before = shown.lowerKey(fact.seq());
        if (isCovered() && before != null) {
            return fact.prevSeq() == before;
        }
        return connection.live >= 0 ? fact.prevSeq() == connection.live : fact.prevSeq() <= connection.begin;
    }

    /** Nothing is missing between what was known and where this socket begins. */
    private boolean isCovered() {
        return known >= connection.begin;
    }

    private void keep(Fact fact) {
        shown.put(fact.seq(), fact);
        connection.live = Math.max(connection.live, fact.seq());
        if (isCovered()) {
            known = Math.max(known, fact.seq());
        }
    }

    private void replayed(Replay replay, Fact fact) {
        if (fact.seq() <= replay.after) {
            add(Rule.RESUME_EXTRA, "%s was asked after %d", fact, replay.after);
        } else if (fact.seq() <= replay.last) {
            add(replay.got.contains(fact.seq()) ? Rule.DOUBLED : Rule.OUT_OF_ORDER, "%s in a replay", fact);
        } else if (replay.got.isEmpty() ? fact.prevSeq() > replay.after : fact.prevSeq() != replay.last) {
            add(Rule.GAP, "%s in a replay after %d", fact, replay.last);
        }
        replay.got.add(fact.seq());
        replay.last = Math.max(replay.last, fact.seq());
        shown.putIfAbsent(fact.seq(), fact);
        known = Math.max(known, replay.last);
        endIfComplete(replay);
    }

    private void endIfComplete(Replay replay) {
        if (!replay.isComplete()) {
            return;
        }
        var missed = new HashSet<>(truth.shownTo(reader.isAgent()).subSet(replay.after, false, replay.cursor, true));
        for (long seq : missed) {
            if (!replay.got.contains(seq)) {
                add(Rule.RESUME_INCOMPLETE, "%d is missing after %d up to %d", seq, replay.after, replay.cursor);
            }
        }
        known = Math.max(known, Math.max(replay.cursor, connection.live));
    }

    private void lacksNothing() {
        if (start < 0) {
            return;
        }
        for (long seq : truth.shownTo(reader.isAgent()).tailSet(start, false)) {
            if (!shown.containsKey(seq)) {
                add(Rule.LOST, "%d", seq);
            }
        }
    }

    private void add(Rule rule, String what, Object... values) {
        breaches.add(rule, reader.name(), what, values);
    }
}
