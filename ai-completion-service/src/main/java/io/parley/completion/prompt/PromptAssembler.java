package io.parley.completion.prompt;

import io.parley.completion.prompt.Prompt.Line;
import io.parley.completion.prompt.Prompt.Speaker;
import io.parley.events.MessageId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts together what a model reads for a question: the persona, the messages before it in log order, each followed by
 * its current answer, and the question last. Nothing said after the question enters, and nothing that was taken back.
 */
public final class PromptAssembler {

    private final int newest;

    /** @param newest how many messages, answers and the question itself included, a model is shown */
    public PromptAssembler(int newest) {
        this.newest = newest;
    }

    /** The prompt of a question that was not taken back; empty where it is not among the turns any more. */
    public Optional<Prompt> assemble(String persona, RecentTurns recent, MessageId question) {
        var lines = new ArrayList<Line>();
        for (var turn : recent.turns()) {
            if (!turn.isDeleted()) {
                lines.add(said(turn));
            }
            if (turn.id().equals(question)) {
                return Optional.of(new Prompt(persona, newest(lines)));
            }
            var answer = turn.answer();
            if (answer != null && !answer.text().isEmpty()) {
                lines.add(new Line(Speaker.ASSISTANT, answer.text()));
            }
        }
        return Optional.empty();
    }

    private static Line said(Turn turn) {
        return turn.agent() == null
                ? new Line(Speaker.USER, turn.text())
                : new Line(Speaker.ASSISTANT, turn.agent() + ": " + turn.text());
    }

    private List<Line> newest(List<Line> lines) {
        return List.copyOf(lines.subList(Math.max(0, lines.size() - newest), lines.size()));
    }
}
