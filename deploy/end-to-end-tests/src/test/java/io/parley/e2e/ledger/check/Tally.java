package io.parley.e2e.ledger.check;

import java.util.List;

/** How much was checked: a verdict without violations over nothing says nothing. */
public record Tally(
        long conversations,
        long said,
        long acknowledged,
        long shown,
        long questions,
        long answers,
        long resumes,
        long replayed) {

    public static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0, 0);

    public Tally plus(Tally other) {
        return new Tally(
                conversations + other.conversations,
                said + other.said,
                acknowledged + other.acknowledged,
                shown + other.shown,
                questions + other.questions,
                answers + other.answers,
                resumes + other.resumes,
                replayed + other.replayed);
    }

    static Tally of(ConversationLedger ledger, List<Sending> sendings, long answers) {
        long shown = 0;
        long resumes = 0;
        long replayed = 0;
        for (var reader : ledger.readers()) {
            for (var entry : reader.entries()) {
                switch (entry) {
                    case Entry.Shown _ -> shown++;
                    case Entry.Recovered recovered -> {
                        resumes++;
                        replayed += recovered.count();
                    }
                    default -> {}
                }
            }
        }
        return new Tally(
                1,
                sendings.size(),
                sendings.stream().filter(Sending::isAcknowledged).count(),
                shown,
                sendings.stream().filter(Sending::isQuestion).count(),
                answers,
                resumes,
                replayed);
    }
}
