package io.parley.completion.key.vault;

/** A seal does not open: made for somebody else, changed since, or under a master key that is not here. */
public final class SealBroken extends RuntimeException {

    SealBroken(String why) {
        super(why, null, false, false);
    }
}
