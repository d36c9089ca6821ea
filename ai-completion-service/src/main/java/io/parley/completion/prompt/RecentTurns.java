package io.parley.completion.prompt;

import io.parley.events.MessageId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The newest turns of a conversation in log order, enough for the prompt of the newest question and of those that still
 * wait for their answer.
 */
public record RecentTurns(List<Turn> turns) {

    public static final RecentTurns NONE = new RecentTurns(List.of());

    /** Twice what a prompt shows, so that a question that waits behind others still has its own past. */
    static final int KEPT = 40;

    /** Far more than anybody types while an answer is written, and still a document of a few megabytes at most. */
    static final int KEPT_WHILE_WAITING = 400;

    private static final int KEPT_TEXT = 1_000_000;

    /** @param waiting how many questions have no end yet: those and what stands before them are kept */
    public RecentTurns posted(Turn turn, int waiting) {
        var kept = new ArrayList<>(turns);
        kept.add(turn);
        int room = Math.min(KEPT + waiting, KEPT_WHILE_WAITING);
        int length = length() + turn.length();
        while (kept.size() > room || (length > KEPT_TEXT && kept.size() > 1)) {
            length -= kept.removeFirst().length();
        }
        return new RecentTurns(List.copyOf(kept));
    }

    /** Of all that is kept, in UTF-16 units. */
    public int length() {
        return turns.stream().mapToInt(Turn::length).sum();
    }

    public RecentTurns answered(MessageId question, int generation, String text) {
        return with(question, turn -> turn.answered(generation, text));
    }

    /** A message has other words now; one that is not kept here changes nothing. */
    public RecentTurns edited(MessageId message, String text) {
        return with(message, turn -> turn.edited(text));
    }

    /** A message was taken back: its words are gone from here, and its place and its answer stay. */
    public RecentTurns deleted(MessageId message) {
        return with(message, Turn::deleted);
    }

    /** A message and its answer are taken for never said. */
    public RecentTurns without(MessageId message) {
        return new RecentTurns(
                turns.stream().filter(turn -> !turn.id().equals(message)).toList());
    }

    public boolean isDeleted(MessageId message) {
        return turns.stream().anyMatch(turn -> turn.id().equals(message) && turn.isDeleted());
    }

    /** Whether a message has an answer of this generation or of a later one. */
    public boolean isAnswered(MessageId message, int generation) {
        return turns.stream().anyMatch(turn -> {
            var answer = turn.answer();
            return turn.id().equals(message) && answer != null && answer.generation() >= generation;
        });
    }

    private RecentTurns with(MessageId message, UnaryOperator<Turn> change) {
        return new RecentTurns(turns.stream()
                .map(turn -> turn.id().equals(message) ? change.apply(turn) : turn)
                .toList());
    }
}
