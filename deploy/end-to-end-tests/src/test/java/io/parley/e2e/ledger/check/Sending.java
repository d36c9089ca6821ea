package io.parley.e2e.ledger.check;

import io.parley.e2e.ledger.check.Entry.Said;
import io.parley.e2e.ledger.check.Fact.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message from its sender's side: when it was said, how often, and what the receipt made of it. */
final class Sending {
    final ReaderLedger reader;
    final Said said;
    final int firstSaidAt;
    private final int connection;
    private int times = 1;
    private @Nullable Fact receipt;
    private int acknowledgedAt = Integer.MAX_VALUE;

    private Sending(ReaderLedger reader, Said said, int firstSaidAt, int connection) {
        this.reader = reader;
        this.said = said;
        this.firstSaidAt = firstSaidAt;
        this.connection = connection;
    }

    /** Every message of the conversation, each client's in the order in which it first said them. */
    static List<Sending> of(ConversationLedger ledger, Breaches breaches) {
        var all = new ArrayList<Sending>();
        for (var reader : ledger.readers()) {
            all.addAll(of(reader, breaches).values());
        }
        return all;
    }

    private static LinkedHashMap<String, Sending> of(ReaderLedger reader, Breaches breaches) {
        var byName = new LinkedHashMap<String, Sending>();
        int connection = 0;
        for (int at = 0; at < reader.entries().size(); at++) {
            switch (reader.entries().get(at)) {
                case Entry.Connected _ -> connection++;
                case Said said -> {
                    var before = byName.get(said.clientMessageId());
                    if (before == null) {
                        byName.put(said.clientMessageId(), new Sending(reader, said, at, connection));
                    } else {
                        before.times++;
                    }
                }
                case Entry.Shown(var fact)
                when fact.is(Kind.RECEIPT) -> {
                    var sending = fact.clientMessageId() == null ? null : byName.get(fact.clientMessageId());
                    if (sending == null) {
                        breaches.add(Rule.NEVER_SENT, reader.name(), "a receipt of what was not said: %s", fact);
                    } else {
                        sending.acknowledged(fact, at, breaches);
                    }
                }
                default -> {}
            }
        }
        return byName;
    }

    boolean isAcknowledged() {
        return receipt != null;
    }

    boolean isAcknowledgedBefore(int entry) {
        return acknowledgedAt < entry;
    }

    /** Left once, over the same connection as the other: then the order of leaving is the order of the log. */
    boolean isPipelinedWith(Sending other) {
        return times == 1 && other.times == 1 && connection == other.connection;
    }

    boolean isQuestion() {
        return said.expectation() instanceof Expectation.Answer
                || said.expectation() instanceof Expectation.AnswerUnlessTaken;
    }

    Fact receipt() {
        if (receipt == null) {
            throw new IllegalStateException("not acknowledged: " + said);
        }
        return receipt;
    }

    private void acknowledged(Fact fact, int at, Breaches breaches) {
        if (receipt == null) {
            receipt = fact;
            acknowledgedAt = at;
        } else if (!receipt.id().equals(fact.id()) || receipt.seq() != fact.seq()) {
            breaches.add(Rule.SEQ_DIFFERS, reader.name(), "two receipts of one message: %s and %s", receipt, fact);
        }
    }
}
