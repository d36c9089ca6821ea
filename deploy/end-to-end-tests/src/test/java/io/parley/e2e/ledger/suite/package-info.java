/** The suite as the ledger's runs have it: started by its own launcher, with a piece of network before its gateway. */
@NullMarked
package io.parley.e2e.ledger.suite;

import org.jspecify.annotations.NullMarked;
