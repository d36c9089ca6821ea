package io.parley.e2e.ledger.client;

import io.parley.e2e.ledger.check.Fact;

/** Where a client is in its conversation, and on its way there after a connection was lost. */
final class Recovering {
    private String epoch = "";
    private long known = -1;
    private boolean online;
    private boolean recovering;
    private int awaited;
    private long replayCursor;
    private long live;
    private long openedAt;

    /** True when something was missed that has to be asked for. */
    synchronized boolean begin(Frame.Info info, long opened) {
        online = true;
        openedAt = opened;
        live = info.cursor();
        awaited = 0;
        if (known < 0) {
            epoch = info.epoch();
            known = info.cursor();
        }
        recovering = info.cursor() > known || !info.epoch().equals(epoch);
        return recovering;
    }

    synchronized void offline() {
        online = false;
    }

    /** True when this ends the replay. */
    synchronized boolean replays(Frame.Recovery recovery) {
        awaited = recovery.count();
        replayCursor = recovery.cursor();
        return endIfWhole();
    }

    /** A fact was shown; true when it is the last of a replay. */
    synchronized boolean advance(Fact fact) {
        if (!recovering) {
            // A receipt that is given again may name a place that is not reached yet.
            if (fact.prevSeq() <= known || fact.kind() != Fact.Kind.RECEIPT) {
                known = Math.max(known, fact.seq());
            }
            return false;
        }
        if (fact.kind() == Fact.Kind.RECEIPT || awaited == 0 || fact.seq() > replayCursor) {
            live = Math.max(live, fact.seq());
            return false;
        }
        known = Math.max(known, fact.seq());
        awaited--;
        return endIfWhole();
    }

    synchronized void reloaded(long cursor) {
        known = Math.max(known, cursor);
        recovering = false;
    }

    synchronized boolean isOnline() {
        return online;
    }

    synchronized boolean isRecovering() {
        return recovering;
    }

    synchronized long known() {
        return known;
    }

    synchronized String epoch() {
        return epoch;
    }

    synchronized long openedAt() {
        return openedAt;
    }

    private boolean endIfWhole() {
        if (awaited > 0) {
            return false;
        }
        known = Math.max(known, Math.max(replayCursor, live));
        recovering = false;
        return true;
    }
}
