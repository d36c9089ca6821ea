/** What goes wrong while clients talk: each fault is a class with one job, and over when it returns. */
@NullMarked
package io.parley.e2e.ledger.fault;

import org.jspecify.annotations.NullMarked;
