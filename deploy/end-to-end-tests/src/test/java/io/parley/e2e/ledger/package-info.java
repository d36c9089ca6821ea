/**
 * The ledger test: clients write down what they sent, what was acknowledged and what they were shown, while things go wrong;
 * an independent checker holds it against every participant and the history. {@code ./parley ledger --help} has the long form.
 */
@NullMarked
package io.parley.e2e.ledger;

import org.jspecify.annotations.NullMarked;
