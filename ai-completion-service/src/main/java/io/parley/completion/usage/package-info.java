/** What answers cost in tokens: a ledger that is read from the log, and the budgets that are kept by it. */
@NullMarked
package io.parley.completion.usage;

import org.jspecify.annotations.NullMarked;
