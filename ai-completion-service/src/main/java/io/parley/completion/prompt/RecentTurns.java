package io.parley.completion.prompt;

import io.parley.events.MessageId;
import java.util.ArrayList;
import java.util.List;

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
        int length = kept.stream().mapToInt(Turn::length).sum();
        while (kept.size() > room || (length > KEPT_TEXT && kept.size() > 1)) {
            length -= kept.removeFirst().length();
        }
        return new RecentTurns(List.copyOf(kept));
    }

    public RecentTurns answered(MessageId question, int generation, String text) {
        return new RecentTurns(turns.stream()
                .map(turn -> turn.id().equals(question) ? turn.answered(generation, text) : turn)
                .toList());
    }
}
