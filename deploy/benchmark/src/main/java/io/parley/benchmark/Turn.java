package io.parley.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A question that asks the demo model for an answer of a known length and pace, and what came of it. Every chunk begins with
 * {@code [~id:index:time sent~]}, the first also with the time the question arrived at the model; all processes of a machine share
 * the clock.
 */
final class Turn {
    private static final Pattern STAMP = Pattern.compile("\\[~([^:~]+):(\\d+):(\\d+)(?::(\\d+))?~]");
    private static final int CHUNK_SIZE = 48;
    private static final AtomicLong NUMBERS = new AtomicLong(System.currentTimeMillis());

    private final String id = Long.toString(NUMBERS.incrementAndGet(), Character.MAX_RADIX);
    private final int chunks;
    private final Duration first;
    private final Duration interval;
    private final CompletableFuture<Turn> ended = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final BitSet seen = new BitSet();
    private final List<Long> delays = new ArrayList<>();

    private int scanned;
    private int last = -1;
    private long askedAt;
    private long arrivedAt;
    private long firstSeenAt;
    private long endedAt;
    private int repeated;
    private int outOfOrder;
    private int foreign;
    private boolean differs;

    Turn(BenchmarkOptions options) {
        this.chunks = options.chunks();
        this.first = options.first();
        this.interval = options.interval();
    }

    String question() {
        return "How long does this take? [[mock id=%s first=%d interval=%d chunks=%d size=%d]]"
                .formatted(id, first.toMillis(), interval.toMillis(), chunks, CHUNK_SIZE);
    }

    CompletableFuture<Turn> ended() {
        return ended;
    }

    void asked(long now) {
        askedAt = now;
    }

    synchronized void take(JsonNode frame, long now) {
        switch (frame.path("type").asString()) {
            case "response_chunk" -> chunk(frame.path("chunk").asString(), now);
            case "response_complete" -> {
                differs = !text.toString().equals(frame.path("full_response").asString());
                endedAt = now;
                ended.complete(this);
            }
            case "error" ->
                ended.completeExceptionally(
                        new IOException("error " + frame.path("code").asString()));
            default -> {
                return;
            }
        }
    }

    private void chunk(String piece, long now) {
        if (firstSeenAt == 0) {
            firstSeenAt = now;
        }
        text.append(piece);
        var stamps = STAMP.matcher(text);
        stamps.region(scanned, text.length());
        while (stamps.find()) {
            scanned = stamps.end();
            if (stamps.group(1).equals(id)) {
                stamp(Integer.parseInt(stamps.group(2)), Long.parseLong(stamps.group(3)), now);
                if (stamps.group(4) != null) {
                    arrivedAt = Long.parseLong(stamps.group(4));
                }
            } else {
                foreign++;
            }
        }
    }

    private void stamp(int index, long sentAt, long now) {
        if (seen.get(index)) {
            repeated++;
            return;
        }
        seen.set(index);
        if (index < last) {
            outOfOrder++;
        }
        last = Math.max(last, index);
        delays.add(now - sentAt);
    }

    int lost() {
        return chunks - seen.cardinality();
    }

    int repeated() {
        return repeated;
    }

    int outOfOrder() {
        return outOfOrder;
    }

    /** Chunks of somebody else's answer. */
    int foreign() {
        return foreign;
    }

    /** Whether the whole answer at the end is another text than the chunks. */
    boolean differs() {
        return differs;
    }

    /** From the question's sending to its arrival at the model, in milliseconds. */
    double toTheModel() {
        return (arrivedAt - askedAt) / 1e6;
    }

    /** From the question's sending to the first chunk's arrival, without the model's own time. */
    double untilFirstChunk() {
        return firstSeenAt == 0 ? Double.NaN : (firstSeenAt - askedAt) / 1e6 - first.toMillis();
    }

    /** From the model's sending of the first chunk to its arrival here. */
    double firstChunk() {
        return delays.isEmpty() ? Double.NaN : delays.getFirst() / 1e6;
    }

    /** The same of every chunk. */
    List<Double> everyChunk() {
        return delays.stream().map(nanos -> nanos / 1e6).toList();
    }

    /** What the suite added to the whole turn. */
    double overhead() {
        double model = first.toMillis() + interval.toMillis() * (chunks - 1);
        return (endedAt - askedAt) / 1e6 - model;
    }
}
