package io.parley.e2e.ledger.check;

import io.parley.e2e.ledger.check.Fact.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Each question has exactly one answer, its own; nothing else has any; and none comes while a person has the floor. */
final class AnswerRules {
    private final Truth truth;
    private final Breaches breaches;
    private final Map<String, List<Fact>> ends = new HashMap<>();

    AnswerRules(Truth truth, Breaches breaches) {
        this.truth = truth;
        this.breaches = breaches;
        for (var fact : truth.inOrder()) {
            if (fact.kind().endsAnswer()) {
                ends.computeIfAbsent(String.valueOf(fact.inReplyTo()), _ -> new ArrayList<>())
                        .add(fact);
            }
        }
    }

    /** The number of answers that belong to a question. */
    long check(List<Sending> sendings, SendingRules sent) {
        long answers = 0;
        for (var sending : sendings) {
            var kept = sent.inHistory(sending);
            if (kept == null) {
                continue;
            }
            var own = Optional.ofNullable(ends.remove(kept.id())).orElse(List.of());
            switch (sending.said.expectation()) {
                case Expectation.None() -> unasked(own);
                case Expectation.Unheard() ->
                    unasked(own.stream().filter(end -> end.is(Kind.ANSWER)).toList());
                case Expectation.Answer(var token, int parts) -> {
                    answers += exactlyOne(kept, own, token, parts);
                    own.stream()
                            .filter(end -> end.is(Kind.FAILED_ANSWER))
                            .forEach(end -> breaches.add(Rule.ANSWER_FAILED, "answers", "%s: %s", end, end.text()));
                }
                case Expectation.AnswerUnlessTaken(var token, int parts) ->
                    answers += exactlyOne(kept, own, token, parts);
            }
        }
        ends.values().forEach(this::unasked);
        floor();
        return answers;
    }

    private void unasked(List<Fact> answers) {
        answers.forEach(answer -> breaches.add(Rule.ANSWER_UNASKED, "answers", "%s to %s", answer, answer.inReplyTo()));
    }

    private long exactlyOne(Fact question, List<Fact> own, String token, int parts) {
        if (own.isEmpty()) {
            breaches.add(Rule.ANSWER_MISSING, "answers", "to %s", question);
        } else if (own.size() > 1) {
            breaches.add(Rule.ANSWER_DOUBLED, "answers", "to %s: %s", question, own);
        }
        for (var answer : own) {
            if (answer.is(Kind.ANSWER)) {
                Expectation.complaint(token, parts, answer.text())
                        .ifPresent(why -> breaches.add(Rule.ANSWER_WRONG, "answers", "%s: %s", answer, why));
            }
        }
        return own.stream().filter(end -> end.is(Kind.ANSWER)).count();
    }

    private void floor() {
        boolean isTaken = false;
        for (var fact : truth.inOrder()) {
            if (fact.takesTheFloor()) {
                isTaken = true;
            } else if (fact.returnsTheFloor()) {
                isTaken = false;
            } else if (isTaken && fact.is(Kind.ANSWER)) {
                breaches.add(Rule.ASSISTANT_AFTER_ESCALATION, "answers", "%s", fact);
            }
        }
    }
}
