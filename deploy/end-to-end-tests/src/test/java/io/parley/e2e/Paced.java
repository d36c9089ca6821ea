package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A question that asks the demo model for an answer of a known length and pace. Every chunk of it carries its number and
 * the time it was sent.
 */
record Paced(String id, int first, int interval, int chunks) {
    private static final Pattern STAMP = Pattern.compile("\\[~([^:~]+):(\\d+):(\\d+)[^~]*~]");

    /** Said at once and whole. */
    static Paced atOnce() {
        return answer(0, 0, 1);
    }

    /** Long enough that something can happen meanwhile. */
    static Paced slowly() {
        return answer(50, 40, 100);
    }

    static Paced answer(int first, int interval, int chunks) {
        return new Paced(UUID.randomUUID().toString().substring(0, 8), first, interval, chunks);
    }

    String asking(String text) {
        return "%s [[mock id=%s first=%d interval=%d chunks=%d]]".formatted(text, id, first, interval, chunks);
    }

    /** When the model sent the chunk, by {@link System#nanoTime}: it runs in the launcher's process, which is this one. */
    static long sentAt(String answer, int chunk) {
        return STAMP.matcher(answer)
                .results()
                .filter(stamp -> Integer.parseInt(stamp.group(2)) == chunk)
                .mapToLong(stamp -> Long.parseLong(stamp.group(3)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no chunk " + chunk + " in " + answer));
    }

    /** Every chunk once, in order, and none of somebody else's. */
    void isWholeIn(String answer) {
        var stamps = STAMP.matcher(answer).results().toList();
        assertThat(stamps).extracting(stamp -> stamp.group(1)).containsOnly(id);
        assertThat(stamps)
                .extracting(stamp -> Integer.parseInt(stamp.group(2)))
                .containsExactlyElementsOf(IntStream.range(0, chunks).boxed().toList());
    }
}
