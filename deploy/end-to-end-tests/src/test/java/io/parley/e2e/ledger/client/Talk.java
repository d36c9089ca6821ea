package io.parley.e2e.ledger.client;

import io.parley.e2e.ledger.check.Expectation;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/**
 * How a client talks: so many messages without a receipt at a time, with a pause between them.
 *
 * @param questionsInTen how many of ten messages want an answer; a client waits for it before it asks the next
 */
public record Talk(int window, long pauseMillis, int questionsInTen) {
    private static final int PARTS = 3;
    private static final long WAITING_MILLIS = 20;

    /** Until it is enough. */
    void run(LedgerClient client, BooleanSupplier isEnough) {
        for (int number = 0; !isEnough.getAsBoolean(); number++) {
            if (client.unacknowledged() >= window || client.unanswered() > 0) {
                Pause.ofMillis(WAITING_MILLIS);
                continue;
            }
            sayOrAsk(client, number);
            Pause.ofMillis(ThreadLocalRandom.current().nextLong(2 * pauseMillis + 1));
        }
    }

    private void sayOrAsk(LedgerClient client, int number) {
        if (ThreadLocalRandom.current().nextInt(10) < questionsInTen) {
            ask(client, number, 0, 0, PARTS);
        } else {
            client.say("%s says %d".formatted(client.name(), number), new Expectation.None());
        }
    }

    /** A question to the demo model, whose answer can be recognised. */
    public static void ask(LedgerClient client, int number, int firstMillis, int intervalMillis, int parts) {
        var token = token();
        client.say(
                question(client, number, token, firstMillis, intervalMillis, parts),
                new Expectation.Answer(token, parts));
    }

    /** The same, where somebody may take the floor meanwhile. */
    public static void askUnlessTaken(LedgerClient client, int number, int firstMillis, int intervalMillis, int parts) {
        var token = token();
        client.say(
                question(client, number, token, firstMillis, intervalMillis, parts),
                new Expectation.AnswerUnlessTaken(token, parts));
    }

    private static String token() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    private static String question(
            LedgerClient client, int number, String token, int firstMillis, int intervalMillis, int parts) {
        return "%s asks %d [[mock id=%s first=%d interval=%d chunks=%d]]"
                .formatted(client.name(), number, token, firstMillis, intervalMillis, parts);
    }
}
