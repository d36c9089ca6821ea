package io.parley.escalation.floor;

/** Somebody else changed the floor in between, and did so again and again: asking again is right. */
public class Overtaken extends RuntimeException {

    Overtaken() {
        super("the floor was changed by somebody else", null, false, false);
    }
}
