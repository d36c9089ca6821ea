package io.parley.platform.log;

/** Another replica wrote a view's document after it was loaded: load again, and fold what is left. */
public final class ViewOvertaken extends RuntimeException {

    public ViewOvertaken() {
        super("another replica has written the view since it was read", null, false, false);
    }
}
