package io.parley.e2e.ledger.check;

import io.parley.e2e.ledger.check.Fact.Kind;
import java.util.HashSet;
import java.util.List;

/** Holds the ledgers of a conversation's clients against each other and against the history. */
public final class Checker {
    private Checker() {}

    public static Verdict check(List<ConversationLedger> ledgers) {
        return ledgers.stream().map(Checker::check).reduce(Verdict.NOTHING, Verdict::plus);
    }

    public static Verdict check(ConversationLedger ledger) {
        var breaches = new Breaches(ledger.conversation());
        var truth = Truth.of(ledger, breaches);
        var sendings = Sending.of(ledger, breaches);
        for (var reader : ledger.readers()) {
            ReaderRules.check(reader, ledger.conversation(), truth, breaches);
        }
        var sent = new SendingRules(ledger, sendings, breaches);
        sent.check();
        isKept(ledger, truth, breaches);
        long answers = new AnswerRules(truth, breaches).check(sendings, sent);
        return new Verdict(breaches.all(), Tally.of(ledger, sendings, answers));
    }

    /** What somebody was shown is in the history; receipts have a rule of their own. */
    private static void isKept(ConversationLedger ledger, Truth truth, Breaches breaches) {
        var kept = new HashSet<String>();
        ledger.history().forEach(fact -> kept.add(fact.id()));
        truth.inOrder().stream()
                .filter(fact -> fact.is(Kind.MESSAGE) || fact.is(Kind.ANSWER))
                .filter(fact -> !kept.contains(fact.id()))
                .forEach(fact -> breaches.add(Rule.NOT_IN_HISTORY, "readers", "%s was shown", fact));
    }
}
