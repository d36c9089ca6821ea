package io.parley.completion.key;

import io.parley.events.Payer;

/** There is a key, and it cannot be opened: its answer fails, and nobody else's key takes its place. */
public final class KeyUnreadable extends RuntimeException {

    private final Payer payer;

    public KeyUnreadable(Payer payer, String why) {
        super(why, null, false, false);
        this.payer = payer;
    }

    /** Whose key it is. */
    public Payer payer() {
        return payer;
    }
}
