package io.parley.completion.key.vault;

/** Nothing can be sealed: this installation was given no master key. */
public final class NoMasterKey extends RuntimeException {

    NoMasterKey() {
        super("there is no master key: PARLEY_MASTER_KEY_FILE names none", null, false, false);
    }
}
