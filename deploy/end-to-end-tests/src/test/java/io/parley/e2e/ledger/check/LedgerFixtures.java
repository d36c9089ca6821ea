package io.parley.e2e.ledger.check;

import io.parley.e2e.ledger.check.Fact.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A conversation in which all is well, to be spoilt. Vera asks with her first client and is answered, says something that wants
 * no answer, and Ann the agent says something too; Vera's second client loses its connection meanwhile and resumes.
 */
final class LedgerFixtures {
    static final String HERE = "c1";
    static final String VERA = "vera/1";
    static final String VERA_TOO = "vera/2";
    static final String ANN = "ann/1";

    static final Fact QUESTION = fact(Kind.MESSAGE, "m1", 10, 3, "vera", "q", null, "x1");
    static final Fact ANSWER = fact(Kind.ANSWER, "a1", 12, 10, "ai-assistant", "[~t:0:7~][~t:1:8~]", "m1", null);
    static final Fact REMARK = fact(Kind.MESSAGE, "m2", 15, 12, "vera", "r", null, "x2");
    static final Fact REPLY = fact(Kind.MESSAGE, "m3", 18, 15, "ann", "a", null, "x3");

    private final Map<String, List<Entry>> entries = new LinkedHashMap<>();
    private List<Fact> history = new ArrayList<>(List.of(QUESTION, ANSWER, REMARK, REPLY));

    LedgerFixtures() {
        entries.put(
                VERA,
                listOf(
                        new Entry.Connected(4),
                        new Entry.Said("x1", "q", new Expectation.Answer("t", 2)),
                        receipt(QUESTION),
                        new Entry.AnswerBegun("a1", "m1", 1),
                        new Entry.AnswerWritten("a1", 1, 0, "[~t:0:7~]"),
                        new Entry.AnswerWritten("a1", 1, 1, "[~t:1:8~]"),
                        new Entry.Shown(ANSWER),
                        new Entry.Said("x2", "r", new Expectation.None()),
                        receipt(REMARK),
                        new Entry.Shown(REPLY)));
        entries.put(
                VERA_TOO,
                listOf(
                        new Entry.Connected(4),
                        new Entry.Shown(QUESTION),
                        new Entry.AnswerBegun("a1", "m1", 1),
                        new Entry.Disconnected(1006),
                        new Entry.Connected(16),
                        new Entry.ResumeAsked(10),
                        new Entry.Recovered(2, 16),
                        new Entry.Shown(ANSWER),
                        new Entry.Shown(REMARK),
                        new Entry.Shown(REPLY)));
        entries.put(
                ANN,
                listOf(
                        new Entry.Connected(13),
                        new Entry.Shown(REMARK),
                        new Entry.Said("x3", "a", new Expectation.None()),
                        receipt(REPLY)));
    }

    static Fact fact(
            Kind kind,
            String id,
            long seq,
            long prevSeq,
            String sender,
            String text,
            @Nullable String inReplyTo,
            @Nullable String clientMessageId) {
        return new Fact(kind, HERE, id, seq, prevSeq, sender, text, inReplyTo, clientMessageId);
    }

    static Entry receipt(Fact message) {
        return new Entry.Shown(fact(
                Kind.RECEIPT, message.id(), message.seq(), message.prevSeq(), "", "", null, message.clientMessageId()));
    }

    static Fact escalation(String status, long seq, long prevSeq) {
        return fact(Kind.ESCALATION, "e1", seq, prevSeq, "", status, null, null);
    }

    static Fact at(Fact fact, long seq, long prevSeq) {
        return new Fact(
                fact.kind(),
                fact.conversation(),
                fact.id(),
                seq,
                prevSeq,
                fact.sender(),
                fact.text(),
                fact.inReplyTo(),
                fact.clientMessageId());
    }

    static Fact saying(Fact fact, String text) {
        return fact(
                fact.kind(),
                fact.id(),
                fact.seq(),
                fact.prevSeq(),
                fact.sender(),
                text,
                fact.inReplyTo(),
                fact.clientMessageId());
    }

    List<Entry> of(String reader) {
        return entries.getOrDefault(reader, List.of());
    }

    List<Fact> history() {
        return history;
    }

    LedgerFixtures without(String reader, Fact fact) {
        of(reader).removeIf(entry -> entry instanceof Entry.Shown(var shown) && shown.seq() == fact.seq());
        return this;
    }

    LedgerFixtures replace(String reader, Fact fact, Fact by) {
        of(reader).replaceAll(entry -> entry.equals(new Entry.Shown(fact)) ? new Entry.Shown(by) : entry);
        return this;
    }

    LedgerFixtures everywhere(Fact fact, Fact by) {
        entries.keySet().forEach(reader -> replace(reader, fact, by));
        return history(all -> {
            all.replaceAll(kept -> kept.equals(fact) ? by : kept);
            return all;
        });
    }

    LedgerFixtures history(UnaryOperator<List<Fact>> change) {
        history = change.apply(history);
        return this;
    }

    LedgerFixtures append(String reader, Entry... more) {
        of(reader).addAll(List.of(more));
        return this;
    }

    LedgerFixtures insertBehind(String reader, Entry place, Entry... more) {
        of(reader).addAll(of(reader).indexOf(place) + 1, List.of(more));
        return this;
    }

    ConversationLedger ledger() {
        var readers = entries.entrySet().stream()
                .map(reader -> new ReaderLedger(
                        reader.getKey(),
                        reader.getKey().substring(0, reader.getKey().indexOf('/')),
                        reader.getKey().equals(ANN),
                        reader.getValue()))
                .toList();
        return new ConversationLedger(HERE, readers, history);
    }

    private static List<Entry> listOf(Entry... entries) {
        return new ArrayList<>(List.of(entries));
    }
}
