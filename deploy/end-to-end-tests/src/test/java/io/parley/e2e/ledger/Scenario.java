package io.parley.e2e.ledger;

import io.parley.e2e.ledger.suite.LedgerSuite;
import java.util.random.RandomGenerator;

/** A part of the long form with figures of its own. */
interface Scenario {
    void run(LedgerSuite suite, LedgerOptions options, RandomGenerator random, Report report);
}
