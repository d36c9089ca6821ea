package io.parley.events.log;

/** A record that can never be read, however often it is tried. Its message never holds content. */
public class UnreadableRecord extends RuntimeException {

    public UnreadableRecord(String reason) {
        super(reason);
    }
}
