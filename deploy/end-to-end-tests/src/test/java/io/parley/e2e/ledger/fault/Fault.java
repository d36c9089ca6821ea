package io.parley.e2e.ledger.fault;

import io.parley.e2e.ledger.suite.LedgerSuite;
import java.util.random.RandomGenerator;

/** Something that goes wrong while clients talk. */
public interface Fault {
    /** As it stands in the report. */
    String name();

    /** Returns when it is over and nothing hinders the clients any more. */
    void strike(LedgerSuite suite, RandomGenerator random);
}
