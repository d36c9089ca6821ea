package io.parley.local.demo;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code [[mock id=a1 first=200 interval=40 chunks=50 size=48]]} in a question: the answer then consists of chunks that carry
 * their number and the time they were sent, {@code [~a1:0:<nanos>:<nanos of arrival>~]}, {@code [~a1:1:<nanos>~]} and so on, padded to
 * their size. A load driver on the same machine reads the delays of everything in between from them: the times are those of the
 * machine's monotonic clock.
 */
record LoadDirective(String id, int firstMillis, int intervalMillis, int chunks, int size) {
    private static final String OPENING = "[[mock ";
    private static final String CLOSING = "]]";
    private static final String PADDING =
            "the quick brown fox jumps over the lazy dog while five boxing wizards watch; ";

    /** A stamp without its id. */
    private static final int STAMP_LENGTH = 27;

    private static final int MOST_CHUNKS = 10_000;
    private static final int LARGEST_CHUNK = 16_384;
    private static final int LONGEST_WAIT_MILLIS = 60_000;
    private static final AtomicLong NAMELESS = new AtomicLong();

    static Optional<LoadDirective> in(String question) {
        int from = question.lastIndexOf(OPENING);
        int to = from < 0 ? -1 : question.indexOf(CLOSING, from);
        if (to < 0) {
            return Optional.empty();
        }
        var given = new HashMap<String, String>();
        for (var pair : question.substring(from + OPENING.length(), to).split(" ", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                given.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return Optional.of(new LoadDirective(
                given.getOrDefault("id", "r" + NAMELESS.incrementAndGet()),
                number(given, "first", 0, LONGEST_WAIT_MILLIS),
                number(given, "interval", 0, LONGEST_WAIT_MILLIS),
                number(given, "chunks", 20, MOST_CHUNKS),
                number(given, "size", 48, LARGEST_CHUNK)));
    }

    private static int number(Map<String, String> given, String name, int otherwise, int highest) {
        try {
            return Math.clamp(Long.parseLong(given.getOrDefault(name, Integer.toString(otherwise))), 0, highest);
        } catch (NumberFormatException noNumber) {
            return otherwise;
        }
    }

    Performance performance(long arrivedAt) {
        var padding = padding();
        return new Performance(
                chunks,
                Duration.ofMillis(firstMillis),
                Duration.ofMillis(intervalMillis),
                index -> stamp(index, arrivedAt) + padding);
    }

    private String stamp(int index, long arrivedAt) {
        var stamp = "[~" + id + ":" + index + ":" + System.nanoTime();
        return (index == 0 ? stamp + ":" + arrivedAt : stamp) + "~]";
    }

    private String padding() {
        int length = Math.max(0, size - (id.length() + STAMP_LENGTH));
        return PADDING.repeat(length / PADDING.length() + 1).substring(0, length);
    }
}
