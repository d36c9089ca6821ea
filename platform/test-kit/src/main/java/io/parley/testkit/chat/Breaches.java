package io.parley.testkit.chat;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a sequence of frames, as it is found. */
final class Breaches {

    private final List<String> found = new ArrayList<>();

    void add(String breach, Object... values) {
        found.add(breach.formatted(values));
    }

    List<String> found() {
        return List.copyOf(found);
    }
}
