/**
 * The independent checker: what clients wrote down goes in, violations of the delivery contract come out. It knows neither
 * how a client works nor how the suite does.
 */
@NullMarked
package io.parley.e2e.ledger.check;

import org.jspecify.annotations.NullMarked;
