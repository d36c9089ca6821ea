package io.parley.completion.answering;

import java.util.UUID;

/**
 * Who holds a lease: the replica, whose name a restarted process keeps, and the process, which has an incarnation of
 * its own. A lease of an earlier incarnation of one's own name is a dead process's.
 */
public record Replica(String name, String incarnation) {

    static Replica started(String name) {
        return new Replica(name, UUID.randomUUID().toString());
    }
}
