package io.parley.e2e.ledger.check;

import io.parley.e2e.ledger.check.Fact.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Answers as a screen shows them while they are written; each socket for itself. */
final class StreamRules {
    private final String reader;
    private final Breaches breaches;
    private final Map<String, Writing> writing = new HashMap<>();
    private final Set<String> ended = new HashSet<>();
    private final Set<String> answered = new HashSet<>();
    private final Set<String> saidBefore = new HashSet<>();
    private final Set<String> saidHere = new HashSet<>();
    private boolean isTaken;

    StreamRules(String reader, Breaches breaches) {
        this.reader = reader;
        this.breaches = breaches;
    }

    private static final class Writing {
        final StringBuilder text = new StringBuilder();
        final long attempt;
        long next;

        Writing(long attempt) {
            this.attempt = attempt;
        }
    }

    void read(Entry entry, boolean isReplay) {
        switch (entry) {
            case Entry.Connected _ -> begin();
            case Entry.Said said -> {
                if (saidBefore.add(said.clientMessageId())) {
                    saidHere.add(said.clientMessageId());
                }
            }
            case Entry.AnswerBegun begun -> begun(begun);
            case Entry.AnswerWritten written -> written(written);
            case Entry.Shown(var fact) -> shown(fact, isReplay);
            default -> {}
        }
    }

    private void begin() {
        writing.clear();
        ended.clear();
        answered.clear();
        saidHere.clear();
        isTaken = false;
    }

    private void begun(Entry.AnswerBegun begun) {
        answered.add(begun.inReplyTo());
        if (ended.contains(begun.answerId())) {
            broken("%s begins after its end", begun.answerId());
        }
        silentWhileTaken(begun.answerId());
        writing.put(begun.answerId(), new Writing(begun.attempt()));
    }

    private void written(Entry.AnswerWritten chunk) {
        silentWhileTaken(chunk.answerId());
        var answer = writing.get(chunk.answerId());
        if (answer == null) {
            broken("a chunk of %s, which is not being written", chunk.answerId());
            return;
        }
        if (chunk.index() != answer.next || chunk.attempt() != answer.attempt) {
            broken("%s: chunk %d of attempt %d was expected", chunk, answer.next, answer.attempt);
        }
        answer.next++;
        answer.text.append(chunk.chunk());
    }

    private void shown(Fact fact, boolean isReplay) {
        if (fact.is(Kind.RECEIPT)) {
            if (saidHere.remove(String.valueOf(fact.clientMessageId())) && answered.contains(fact.id())) {
                breaches.add(Rule.ANSWER_BEFORE_RECEIPT, reader, "%s", fact);
            }
        } else if (fact.kind().endsAnswer()) {
            end(fact, isReplay);
        } else if (!isReplay && fact.is(Kind.ESCALATION)) {
            isTaken = fact.takesTheFloor();
            if (isTaken) {
                writing.clear();
            }
        }
    }

    private void end(Fact fact, boolean isReplay) {
        answered.add(String.valueOf(fact.inReplyTo()));
        ended.add(fact.id());
        var answer = writing.remove(fact.id());
        if (isReplay || fact.is(Kind.FAILED_ANSWER)) {
            return;
        }
        if (answer == null) {
            broken("%s ends and never began", fact);
        } else if (!answer.text.toString().equals(fact.text())) {
            broken("%s is \"%s\", the chunks were \"%s\"", fact, fact.text(), answer.text);
        }
    }

    private void silentWhileTaken(String answerId) {
        if (isTaken) {
            breaches.add(Rule.ASSISTANT_AFTER_ESCALATION, reader, "%s goes on", answerId);
        }
    }

    private void broken(String what, Object... values) {
        breaches.add(Rule.ANSWER_BROKEN, reader, what, values);
    }
}
