package io.parley.completion.prompt;

import io.parley.events.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * A message of a person, with the answer it has at the moment.
 *
 * @param agent name of the agent who said it; null where a visitor did
 * @param answer the completed one of the highest generation
 */
public record Turn(
        MessageId id,
        String text,
        @Nullable String agent,
        @Nullable Answer answer) {

    /** A completed answer. */
    public record Answer(int generation, String text) {}

    Turn answered(int generation, String answerText) {
        return answer != null && answer.generation() >= generation
                ? this
                : new Turn(id, text, agent, new Answer(generation, answerText));
    }

    /** Whoever said it gave it other words; what was taken back stays so. */
    Turn edited(String newText) {
        return isDeleted() ? this : new Turn(id, newText, agent, answer);
    }

    /** Whoever said it took it back. Its answer is still shown, and stays. */
    Turn deleted() {
        return new Turn(id, "", agent, answer);
    }

    /** No message is empty, so nothing is left of this one. */
    boolean isDeleted() {
        return text.isEmpty();
    }

    int length() {
        return text.length() + (answer == null ? 0 : answer.text().length());
    }
}
