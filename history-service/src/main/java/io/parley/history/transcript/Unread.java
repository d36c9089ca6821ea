package io.parley.history.transcript;

import java.util.ArrayList;
import java.util.List;

/**
 * What others said in a conversation since its owner last read there. At most {@link #MOST} are counted, the newest: a
 * conversation that nobody ever reads must not grow without end.
 *
 * @param readSeq how far the owner has read; -1 for nothing
 * @param seqs places of what was not read, oldest first
 */
public record Unread(long readSeq, List<Long> seqs) {

    public static final int MOST = 999;

    public static final Unread NOTHING = new Unread(-1, List.of());

    public int count() {
        return seqs.size();
    }

    Unread add(long seq) {
        var more = new ArrayList<Long>(seqs.size() + 1);
        more.addAll(seqs.subList(Math.max(0, seqs.size() + 1 - MOST), seqs.size()));
        more.add(seq);
        return new Unread(readSeq, List.copyOf(more));
    }

    Unread remove(long seq) {
        return seqs.contains(seq)
                ? new Unread(readSeq, seqs.stream().filter(one -> one != seq).toList())
                : this;
    }

    Unread readUpTo(long seq) {
        return seq <= readSeq
                ? this
                : new Unread(seq, seqs.stream().filter(one -> one > seq).toList());
    }
}
