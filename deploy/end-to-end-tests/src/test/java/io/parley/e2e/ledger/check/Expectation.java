package io.parley.e2e.ledger.check;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a message asks of the assistant, and how its answer is recognised. */
public sealed interface Expectation {
    /** No answer at all. */
    record None() implements Expectation {}

    /** It wants one and must not get one: a person has the floor. */
    record Unheard() implements Expectation {}

    /** Exactly one answer, of which every part carries the token and its number. */
    record Answer(String token, int parts) implements Expectation {}

    /** Exactly one answer or one failure: somebody may take the floor meanwhile. */
    record AnswerUnlessTaken(String token, int parts) implements Expectation {}

    /** What the demo model puts into every chunk that was ordered by a directive: {@code [~token:number:time~]}. */
    Pattern STAMP = Pattern.compile("\\[~([^:~]+):(\\d+):[^~]*~]");

    /** Why this text is not the answer that is expected, if it is not. */
    static Optional<String> complaint(String token, int parts, String text) {
        var stamps = STAMP.matcher(text).results().toList();
        if (stamps.size() != parts) {
            return Optional.of("%d parts instead of %d".formatted(stamps.size(), parts));
        }
        int number = 0;
        for (MatchResult stamp : stamps) {
            if (!stamp.group(1).equals(token) || Integer.parseInt(stamp.group(2)) != number++) {
                return Optional.of("the part %s where %s:%d belongs".formatted(stamp.group(), token, number - 1));
            }
        }
        return Optional.empty();
    }
}
